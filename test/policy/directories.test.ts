/** Where a shell may be after `cd`: what is said about it is compared with what bash does. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, randomFrom } from './support';

const SIMPLE = [
  ...['cd d', 'cd e', 'cd ..', 'cd d/e', 'cd nope', 'cd ../d', 'cd .', 'cd "$PWD/d"', '! cd d', 'cd d &'],
  ...[
    'echo > o',
    'echo > ../o',
    'echo > d/o',
    'echo > ../../o',
    'echo > "$PWD/../o"',
    'echo $(cd d; echo > ../o)',
  ],
  ...[
    'true',
    'false',
    'exit',
    'exit 1',
    'return',
    'break',
    'x=1',
    'cd d || exit',
    'cd d && cd ..',
    'cd d | true',
  ],
  ...['for f in a ../b; do echo > $f; done', 'for f in a b; do echo > ../$f; done'],
];

/** A script that changes directories and writes files, as deep as `depth`. */
function script(depth: number, random: () => number): string {
  const choose = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  if (depth <= 0) return choose(SIMPLE);
  const inner = () => script(depth - 1 - Math.floor(random() * 2), random);
  const forms: readonly (() => string)[] = [
    () => `${inner()} && ${inner()}`,
    () => `${inner()} || ${inner()}`,
    () => `${inner()}; ${inner()}`,
    () => `${inner()}\n${inner()}`,
    () => `(${inner()})`,
    () => `{ ${inner()}; }`,
    () => `! { ${inner()}; }`,
    () => `${inner()} | ${inner()}`,
    () => `if ${inner()}; then ${inner()}; else ${inner()}; fi`,
    () => `if ${inner()}; then ${inner()}; elif ${inner()}; then ${inner()}; fi`,
    () => `for i in 1 2; do ${inner()}; done`,
    () => `until ${inner()}; do ${inner()}; break; done`,
    () => `case a in a) ${inner()};; *) ${inner()};; esac`,
    () => `case a in a) ${inner()};;& *) ${inner()};; esac`,
  ];
  return choose(forms)();
}

test('bash writes nothing outside the working directory in a script that is allowed', () => {
  const random = randomFrom(5);
  const root = mkdtempSync(join(tmpdir(), 'confirm-'));
  const workingDir = join(root, 'a', 'b', 'work');
  try {
    const scripts = Array.from({ length: 1_000 }, () => script(1 + Math.floor(random() * 4), random));
    const trusted = scripts.filter(
      (command) =>
        command.includes('cd ') && ask({ command, workingDir, home: '/nonexistent' }).verdict === 'allow',
    );
    let written = 0;
    for (const command of trusted.slice(0, 120)) {
      mkdirSync(join(workingDir, 'd', 'e'), { recursive: true });
      spawnSync('bash', ['-c', 'eval "$1"', 'bash', command], {
        cwd: workingDir,
        stdio: 'ignore',
        timeout: 2_000,
        killSignal: 'SIGKILL',
      });
      const outside = [root, join(root, 'a'), join(root, 'a', 'b')].flatMap((dir) => readdirSync(dir));
      expect({ command, outside }).toEqual({ command, outside: ['a', 'b', 'work'] });
      if (existsSync(join(workingDir, 'o'))) written += 1;
      // What the script left in the background may still write.
      rmSync(workingDir, { recursive: true, maxRetries: 20, retryDelay: 50 });
    }
    expect(written).toBeGreaterThan(5);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
