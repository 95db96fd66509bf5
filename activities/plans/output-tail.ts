/** The end of what a background task printed. */
import { open } from 'node:fs/promises';
import { logFile } from '../tasks/run-files';

/** At most so many bytes; empty where there is no output. */
export async function tailOf(tasksDir: string, taskId: number, maxBytes: number): Promise<string> {
  try {
    const file = await open(logFile(tasksDir, taskId), 'r');
    try {
      const { size } = await file.stat();
      const from = Math.max(0, size - maxBytes);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
      return buffer.subarray(0, bytesRead).toString();
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}
