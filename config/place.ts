/**
 * Where the dashboard of this shell is, for commands that need no more than that. Loading the checks of all settings
 * takes longer than the rest of a short command, and what is not set needs no check.
 */
import { resolve } from 'node:path';
import { PROJECT_ROOT } from './project-root';

export const DEFAULT_PORT = '8080';
export const DEFAULT_DATA_DIR = './data';

/** The names of settings; test/config/place.test.ts compares it with all there are. */
const OF_A_SETTING =
  /^(HOST|PORT|(ANTHROPIC|ARCHITECT|DIALPAD|EMAIL|GITHUB|GOOGLE|MONITOR|NTFY|OIDC|OPENAI|OTEL|SECRET|SESSION|SLACK|SMS|SMTP|TEMPORAL)_\w+)$/;

export interface Place {
  readonly dataDir: string;
  readonly port: number;
}

export const isSettingName = (name: string): boolean => OF_A_SETTING.test(name);

/** An absolute path. */
export const dataDirOf = (env: NodeJS.ProcessEnv = process.env): string =>
  resolve(PROJECT_ROOT, env['ARCHITECT_DATA_DIR'] || DEFAULT_DATA_DIR);

/** undefined where settings are set that have to be checked first. */
export function uncheckedPlace(env: NodeJS.ProcessEnv = process.env): Place | undefined {
  const set = Object.entries(env).filter(([name, value]) => value && isSettingName(name));
  const others = set.filter(([name]) => name !== 'ARCHITECT_DATA_DIR');
  if (others.length > 0) return undefined;
  return {
    dataDir: dataDirOf(env),
    port: Number(DEFAULT_PORT),
  };
}
