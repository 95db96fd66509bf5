/** Which command tests or builds a project, found by its files; the first that fits. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TaskRefusedError } from '../context';
import { isExecutable } from './files';
import { pythonOf } from './python';

type Goal = 'test' | 'build';

interface Tool {
  /** Files that tell that the project uses it. */
  readonly files: readonly string[];
  /** undefined where it has no such goal here. */
  readonly command: (goal: Goal, dir: string) => readonly string[] | undefined;
}

const TOOLS: readonly Tool[] = [
  { files: ['package.json'], command: packageScript },
  { files: ['Makefile', 'makefile', 'GNUmakefile'], command: makeTarget },
  { files: ['Cargo.toml'], command: (goal) => ['cargo', goal] },
  { files: ['go.mod'], command: (goal) => ['go', goal, './...'] },
  {
    files: ['pyproject.toml', 'pytest.ini', 'setup.cfg', 'setup.py', 'tox.ini'],
    command: (goal, dir) => [pythonOf(dir), '-m', goal === 'test' ? 'pytest' : 'build'],
  },
  {
    files: ['build.gradle', 'build.gradle.kts'],
    command: (goal, dir) => [wrapper(dir, 'gradlew', 'gradle'), goal === 'test' ? 'test' : 'assemble'],
  },
  {
    files: ['pom.xml'],
    command: (goal, dir) => {
      const maven = [wrapper(dir, 'mvnw', 'mvn'), '--batch-mode'];
      return goal === 'test' ? [...maven, 'test'] : [...maven, '-DskipTests', 'package'];
    },
  },
];
const LOCKS = {
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
} as const;

const packageFile = z.object({ scripts: z.record(z.string(), z.string()).optional() });

/** @throws Refusal that names what was looked for */
export function projectCommand(goal: Goal, dir: string): readonly string[] {
  for (const { files, command } of TOOLS) {
    if (!files.some((file) => existsSync(join(dir, file)))) continue;
    const found = command(goal, dir);
    if (found) return found;
  }
  const known = TOOLS.map(({ files }) => files[0]).join(', ');
  throw new TaskRefusedError(
    `nothing in ${dir} tells how to ${goal} it (looked for ${known}): give the command`,
  );
}

function packageScript(goal: Goal, dir: string): readonly string[] | undefined {
  const file = join(dir, 'package.json');
  let scripts: Readonly<Record<string, string>>;
  try {
    scripts = packageFile.parse(JSON.parse(readFileSync(file, 'utf8'))).scripts ?? {};
  } catch {
    throw new TaskRefusedError(`${file} is no usable package.json: mend it or give the command`);
  }
  const script = scripts[goal];
  // What `npm init` writes is no test.
  if (script === undefined || script.includes('no test specified')) return undefined;
  const lock = Object.entries(LOCKS).find(([name]) => existsSync(join(dir, name)));
  return [lock?.[1] ?? 'npm', 'run', goal];
}

/** Only a target that is written out: asking make would run parts of the file. */
function makeTarget(goal: Goal, dir: string): readonly string[] | undefined {
  const file =
    ['GNUmakefile', 'makefile', 'Makefile'].find((name) => existsSync(join(dir, name))) ?? 'Makefile';
  const text = readFileSync(join(dir, file), 'utf8');
  const targets = goal === 'test' ? ['test', 'check'] : ['build', 'all'];
  const target = targets.find((name) =>
    new RegExp(`^(?:[\\w.-]+ +)*${name}(?: +[\\w.-]+)* *:(?!=)`, 'm').test(text),
  );
  return target === undefined ? undefined : ['make', target];
}

function wrapper(dir: string, own: string, common: string): string {
  return isExecutable(join(dir, own)) ? join(dir, own) : common;
}
