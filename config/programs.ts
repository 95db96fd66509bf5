/** Where programs are found. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Directories in which programs are looked for, separated as on this system. */
export function searchPath(): string {
  return process.env['PATH'] ?? '';
}

/** The file of a program, in the first of those directories that has it; undefined where none has. */
export function findProgram(name: string, path: string): string | undefined {
  // What is empty or relative would mean the directory in which we happen to run.
  const dirs = path.split(delimiter).filter((dir) => isAbsolute(dir));
  return dirs.map((dir) => join(dir, name)).find(isProgram);
}

/** A directory may be entered, which is the same right as to run a file. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
