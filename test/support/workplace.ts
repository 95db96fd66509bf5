/** Short words for what tests of terminals do all the time. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dashboard } from './dashboard';

export interface Workplace {
  /** One tmux command on the dashboard's own server. */
  tmux(...args: string[]): Promise<string>;
  /** The path of a file in the dashboard's directory. */
  file(name: string): string;
  /** What such a file holds so far; none where there is no file yet. */
  lines(name: string): string[];
  /** The id of a session's pane. */
  pane(session: string): Promise<string>;
  /** Gives two sessions each other's names, at once. */
  swap(one: string, other: string): Promise<string>;
}

/** `dashboard` is asked for at each use: tests start it later. */
export function workplace(dashboard: () => Dashboard): Workplace {
  const tmux = (...args: string[]): Promise<string> => dashboard().tmux.command(...args);
  const rename = (from: string, to: string): string[] => ['rename-session', '-t', `=${from}`, to];
  const file = (name: string): string => join(dashboard().dir, name);
  return {
    tmux,
    file,
    lines: (name) =>
      existsSync(file(name)) ? readFileSync(file(name), 'utf8').trim().split('\n').filter(Boolean) : [],
    pane: (session) => tmux('display-message', '-p', '-t', `=${session}:`, '#{pane_id}'),
    swap: (one, other) =>
      tmux(...rename(one, 'between'), ';', ...rename(other, one), ';', ...rename('between', other)),
  };
}
