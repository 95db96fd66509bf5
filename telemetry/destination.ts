/** Where lines of the log go. A line that can't be written, as on a full disk, is no fault of whoever says it. */
import pino from 'pino';

/** Lines that wait for room; what comes beyond them is given up. */
const KEPT_BYTES = 1_048_576;

/** @param dest a file, or the number of one that is open */
export function destinationOf(dest: string | number): ReturnType<typeof pino.destination> {
  const stream = pino.destination({ dest, sync: true, maxLength: KEPT_BYTES });
  // Without anybody who listens the error would be thrown at whoever logs, and end the server.
  stream.on('error', () => undefined);
  return stream;
}
