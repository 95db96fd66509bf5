/** What a server in the background says at its start. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config';

type LogPlace = Pick<Config, 'logDir'>;

const LAST_LINES = 15;

export const logFileOf = ({ logDir }: LogPlace): string => join(logDir, 'deploy.log');

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

export function logSince(place: LogPlace, offset: number): string {
  try {
    return readFileSync(logFileOf(place)).subarray(offset).toString();
  } catch {
    return '';
  }
}

/** The last lines of the log, below a sentence. */
export function ending(place: LogPlace, offset: number): string {
  const lines = logSince(place, offset).trimEnd().split('\n').slice(-LAST_LINES);
  if (lines.join('').trim() === '') return ` Its log is empty: ${logFileOf(place)}`;
  return ` The end of ${logFileOf(place)}:\n${lines.map((line) => `    ${line}`).join('\n')}`;
}
