/** Finds out what a simple command does. */
import { isInsideByName, resolveIn } from '../paths';
import { isLiteral, literal, type Value } from '../shell/value';
import type { Dirs } from '../shell/flow';
import { find } from './find';
import { git } from './git';
import { INTERPRETING } from './interpreters';
import { PRINTERS } from './printers';
import { described } from './spec';
import { NETWORK } from './network';
import { READERS } from './readers';
import { DESCRIBED } from './tools';
import { MACHINE } from './tools/machine';
import { SERVICES } from './tools/services';
import { PHP_TOOLS } from './tools/others';
import { PYTHON_TOOLS } from './tools/python';
import { ARCHIVES } from './archives';
import { BUILDERS } from './builders';
import { TEXT } from './text';
import { note, type Call, type Program } from './types';
import { WRAPPERS } from './wrappers';
import { WRITERS } from './writers';

/** They run what the project's files name, to find out what there is. */
const isPlanner = (name: string) => /^(terraform|tofu|terragrunt|tflint)$/.test(name);

/** A Map, so that a program called `constructor` isn't found. */
const PROGRAMS: ReadonlyMap<string, Program> = new Map(
  Object.entries({
    ...Object.fromEntries(
      Object.entries(DESCRIBED).map(([name, spec]) => [
        name,
        described(spec, Object.hasOwn(MACHINE, name) || (Object.hasOwn(SERVICES, name) && !isPlanner(name))),
      ]),
    ),
    ...READERS,
    ...PRINTERS,
    ...WRITERS,
    ...TEXT,
    ...BUILDERS,
    ...ARCHIVES,
    ...NETWORK,
    ...INTERPRETING,
    ...WRAPPERS,
    find,
    git,
  }),
);

export type Base = Omit<Call, 'name' | 'args' | 'run' | 'script'> & {
  /** How many commands run this one: `env nice npm test`. */
  readonly wrapped?: number;
};
/** More is not what anybody writes. */
const MAX_WRAPPERS = 10;

/** Judges script text, begun in `dirs`. */
export type OnScript = (text: string, dirs: Dirs, fed: boolean) => void;

/** Notes all that the command `words` does, as far as it can be told; the rest is noted as not understood. */
export function judge(words: readonly Value[], base: Base, onScript: OnScript): void {
  const [first, ...others] = words;
  if (!isLiteral(first) || first.text === '') {
    base.findings.fixed('dynamic-command', first?.source ?? '');
    return;
  }
  const [name = first.text, ...added] = programName(first.text, base);
  const args = [...added.map(literal), ...others];
  const call: Call = {
    ...base,
    name,
    args,
    run: (inner, changes) => {
      const wrapped = (base.wrapped ?? 0) + 1;
      if (wrapped > MAX_WRAPPERS) base.findings.fixed('too-long', name);
      else judge(inner, { ...base, ...changes, wrapped }, onScript);
    },
    script: (text, changes) => onScript(text, base.dirs, changes?.fed ?? base.fed),
  };
  // A script of the project's own: `./gradlew`, `bin/rails`.
  if (name.includes('/')) base.findings.ran(base.dirs, first.text);
  const program = PROGRAMS.get(name);
  if (program) program(call);
  else note(call, 'plain');
}

const SYSTEM_DIR = /^(\/usr(\/local)?|\/opt\/homebrew)?\/s?bin\/([^/]+)$/;
const PACKAGE_BIN = /^(?:[\w.@/-]*\/)?node_modules\/\.bin\/([\w.-]+)$/;
const PYTHON_BIN = /^(?:\.\/)?\.?v?env\/bin\/([\w.-]+)$/;
const PHP_BIN = /^(?:\.\/)?vendor\/bin\/([\w.-]+)$/;
const RUBY_BIN = /^\.\/(bin\/(?:rails|rspec|rubocop))$/;

/** `/usr/bin/git` is git, `node_modules/.bin/jest` what npx runs; any other path is a program of its own. */
function programName(text: string, { dirs, places }: Base): string[] {
  if (!text.includes('/')) return [text];
  const system = SYSTEM_DIR.exec(text)?.[3];
  if (system !== undefined) return [system];
  const inside = dirs.every((dir) => isInsideByName(resolveIn(dir, text), places.projectRoot));
  const packaged = inside ? PACKAGE_BIN.exec(text)?.[1] : undefined;
  if (packaged !== undefined) return ['npx', packaged];
  if (!inside) return [text];
  const python = PYTHON_BIN.exec(text)?.[1] ?? '';
  if (/^python3?$|^pip3?$/.test(python) || Object.hasOwn(PYTHON_TOOLS, python)) return [python];
  const php = PHP_BIN.exec(text)?.[1] ?? '';
  if (Object.hasOwn(PHP_TOOLS, php)) return [php];
  return [RUBY_BIN.exec(text)?.[1] ?? text];
}
