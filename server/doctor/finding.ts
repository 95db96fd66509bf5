/** What a check of `architect doctor` found, and what all of them are given. */
import { resolve } from 'node:path';
import { type Config, PROJECT_ROOT } from '../../config';
import type { Standing } from '../instance';

export type Verdict = 'ok' | 'warning' | 'fault';

export interface Finding {
  readonly verdict: Verdict;
  readonly message: string;
  /** What to do, as a sentence or a command; null where nothing has to be done. */
  readonly remedy: string | null;
}

export interface Facts {
  readonly config: Config;
  /** Who holds the data directory now. */
  readonly standing: Standing;
  /** What the server was started with where one runs; undefined where it can't be known. */
  readonly environment: Readonly<Record<string, string>> | undefined;
  /** Search path of the server where one runs, else ours: that of a service is another than a shell's. */
  readonly path: string;
  readonly nowMs: number;
}

export type Check = (facts: Facts) => Finding | Finding[] | Promise<Finding | Finding[]>;

export const ok = (message: string): Finding => ({ verdict: 'ok', message, remedy: null });
export const warning = (message: string, remedy: string): Finding => ({
  verdict: 'warning',
  message,
  remedy,
});
export const fault = (message: string, remedy: string): Finding => ({ verdict: 'fault', message, remedy });

/** What the running server does counts: the settings of this shell may be others. */
export function tlsOf({ config, standing, environment = {} }: Facts): Config['tls'] {
  if (config.tls) return config.tls;
  if (!('url' in standing) || standing.url?.startsWith('https:') !== true) return undefined;
  const fileOf = (name: string): string | undefined => {
    const file = environment[name];
    return file ? resolve(PROJECT_ROOT, file) : undefined;
  };
  return { certFile: fileOf('ARCHITECT_TLS_CERT'), keyFile: fileOf('ARCHITECT_TLS_KEY') };
}

export const isOurs = ({ standing }: Facts): boolean =>
  standing.state === 'serving' || standing.state === 'silent' || standing.state === 'stopped';
