/** What went wrong and was put right by itself, for the person at the terminal, the log and /health. */
import type { Logger } from '../telemetry/log';

/** Newest first; the log has all of them. */
const KEPT = 20;

export interface Notices {
  /** A sentence for anyone: no paths of this machine, no texts of prompts. */
  add(sentence: string): void;
  list(): readonly string[];
}

/** @param say tells the person at the terminal */
export function createNotices(log: Logger, say: (line: string) => void): Notices {
  const kept: string[] = [];
  return {
    add(sentence) {
      log.warn(sentence);
      say(sentence);
      kept.unshift(`${new Date().toISOString()} ${sentence}`);
      kept.splice(KEPT);
    },
    list: () => kept,
  };
}
