/** Runs dependency-cruiser with the rules of the project. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './sources';

const PROGRAM = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const CONFIG = join(ROOT, '.dependency-cruiser.mjs');
const FOLDERS = [
  ...['cli', 'server', 'api', 'temporal', 'workflows', 'activities', 'terminal', 'agents', 'policy', 'store'],
  ...['models', 'engine', 'processes', 'telemetry', 'config'],
];
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

interface Report {
  readonly modules: readonly { source: string; dependencies: readonly { resolved: string }[] }[];
  readonly summary: {
    readonly violations: readonly { from: string; to: string; rule: { name: string } }[];
    readonly ruleSetUsed: { readonly forbidden: readonly { name: string }[] };
  };
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** The rule that it breaks. */
  readonly rule: string;
}

export interface Cruise {
  /** As `file -> file`. */
  readonly uses: ReadonlySet<string>;
  readonly violations: readonly Arrow[];
  readonly rules: readonly string[];
}

/** What the files below `root` use of each other, and what of it no file may. */
export async function cruise(root: string): Promise<Cruise> {
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [PROGRAM, '--config', CONFIG, '--output-type', 'json', ...folders],
    { cwd: root, maxBuffer: MAX_OUTPUT_BYTES },
  );
  const { modules, summary } = JSON.parse(stdout) as Report;
  return {
    uses: new Set(
      modules.flatMap(({ source, dependencies }) =>
        dependencies.map(({ resolved }) => `${source} -> ${resolved}`),
      ),
    ),
    violations: summary.violations.map(({ from, to, rule }) => ({ from, to, rule: rule.name })),
    rules: summary.ruleSetUsed.forbidden.map(({ name }) => name),
  };
}
