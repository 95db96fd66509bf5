/** What has to hold for every command line, tried with many. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, randomFrom, verdictOf } from './support';
import { allowed } from './tables/allowed';
import { askedShell } from './tables/asked-shell';

const good = Object.values(allowed).flat();
// Joined to another line, what is open at its end would take that in.
const bad = Object.entries(askedShell)
  .filter(([theme]) => !theme.startsWith('what the shell would not read'))
  .flatMap(([, commands]) => commands);
const oneLine = (command: string) => !/\n|#|<<|\\$/.test(command);
const pick = <T>(list: readonly T[], random: () => number): T => {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

describe('an allowed command does not make an asked one allowed', () => {
  const random = randomFrom(7);
  const goodLines = good.filter(oneLine);
  const lines = bad.flatMap((command) => {
    const with_ = pick(goodLines, random);
    const after = ['&&', '||', ';', '|', '&', '\n', '|&'].map((glue) => `${with_} ${glue} ${command}`);
    const before = oneLine(command)
      ? ['&&', '||', ';', '|', '&'].map((glue) => `${command} ${glue} ${with_}`)
      : [];
    return [...after, ...before];
  });
  test(`in ${lines.length} lines joined by && || ; | & and line ends`, () => {
    expect(lines.filter((line) => verdictOf(line) === 'allow')).toEqual([]);
  });

  const wrapped = bad
    .filter(oneLine)
    .flatMap((command) => [
      `(${command})`,
      `{ ${command}; }`,
      `! ${command}`,
      `if true; then ${command}; fi`,
      `if ${command}; then true; fi`,
      `for i in a b; do ${command}; done`,
      `while false; do ${command}; done`,
      `case a in a) ${command};; esac`,
      `echo "$(${command})"`,
      `cat <(${command})`,
      `ls\n\n${command}\n`,
      `cat <<EOF\n$(${command})\nEOF`,
      `f() { ${command}; }`,
      `bash -c '${command.replaceAll("'", "'\\''")}'`,
      `sh -c "sh -c '${command.replaceAll(/['"\\$`]/g, '')}; rm -rf x'"`,
    ]);
  test(`in ${wrapped.length} lines that wrap it`, () => {
    expect(wrapped.filter((line) => verdictOf(line) === 'allow')).toEqual([]);
  });
});

test('allowed commands joined to each other stay allowed, as long as none changes the directory', () => {
  const plain = good.filter((command) => oneLine(command) && !/\bcd\b|\bexec\b|-C /.test(command));
  const refused = plain.slice(1).map((command, index) => `${plain[index]} && ${command}`);
  expect(refused.filter((line) => verdictOf(line) !== 'allow')).toEqual([]);
});

const PIECES = [
  ...[
    'ls',
    'cat a',
    'echo b',
    'true',
    'test -f a',
    'echo "q r"',
    "cat 'z'",
    'x=1',
    'echo $x',
    'echo > o',
    'cd d',
  ],
  ...[
    'for f in a b; do ls $f; done',
    'if ls; then cat a; fi',
    '(ls)',
    '{ ls; }',
    '! ls',
    'xargs ls',
    'bash -c ls',
  ],
  ...['evil', 'evil x', '"evil"', 'ev""il', '\\evil', '$(evil)', '`evil`', '"$(evil)"', '<(evil)', 'evil\n'],
  ...['$x', 'ev${z}il', '{evil,x}', 'evil<a', '>o evil', 'x=1 evil', "'e'vil", '${y:-evil}', "$'evil'"],
  ...[
    ';',
    '&&',
    '||',
    '|',
    '&',
    '\n',
    '  ',
    '\\\n',
    '#',
    ' # ',
    '!',
    'then',
    'do',
    'done',
    'fi',
    '{',
    '}',
    '(',
    ')',
  ],
  ...[
    '((',
    '))',
    '[[',
    ']]',
    '$(',
    '`',
    '"',
    "'",
    '${',
    '<<E\n',
    '\nE\n',
    "<<'E'\n",
    '<<-E\n\t',
    '<<<',
    '<',
    '>',
  ],
  ...[
    '2>&1',
    '&>',
    '<(',
    '*',
    '?',
    '[',
    '~',
    '=',
    '$',
    '\\',
    'case a in a)',
    ';;',
    'esac',
    'while',
    'f(){',
    'time',
  ],
  ...['function f', 'coproc', 'a=(', '+=', '$((', '$[', '@(', '\t', "$'"],
];

/** Short lines of shell, most of them nonsense. */
function* nonsense(seed: number, count: number): Generator<string> {
  const random = randomFrom(seed);
  for (let made = 0; made < count; made += 1) {
    const pieces = Array.from({ length: 1 + Math.floor(random() * 7) }, () => {
      return pick(PIECES, random) + (random() < 0.6 ? ' ' : '');
    });
    yield pieces.join('');
  }
}

test('bash does not run, from an allowed line, a program that no rule allows', () => {
  const dir = mkdtempSync(join(tmpdir(), 'confirm-'));
  // Programs are not found here, and their names are written to descriptor 9.
  const recorder =
    'command_not_found_handle() { printf "%s\\n" "$1" >&9; return $((RANDOM % 2)); }; PATH=/nonexistent; eval "$1"';
  try {
    const trusted = [...nonsense(11, 6_000)].filter(
      (command) =>
        /ev|il/.test(command) && ask({ command, workingDir: dir, home: '/nonexistent' }).verdict === 'allow',
    );
    expect(trusted.length).toBeGreaterThan(30);
    const ran = trusted.map((command, index) => {
      const record = join(dir, `record-${index}`);
      const descriptor = openSync(record, 'w');
      const ignored = Array.from({ length: 9 }, () => 'ignore' as const);
      spawnSync('bash', ['-c', recorder, 'bash', command], {
        cwd: dir,
        timeout: 10_000,
        killSignal: 'SIGKILL',
        stdio: [...ignored, descriptor],
      });
      closeSync(descriptor);
      return { command, names: readFileSync(record, 'utf8') };
    });
    expect(ran.some(({ names }) => names !== '')).toBe(true);
    expect(ran.filter(({ names }) => names.includes('evil'))).toEqual([]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test('nothing makes it throw, and the same question has the same answer', () => {
  for (const command of nonsense(23, 3_000)) expect(ask({ command })).toEqual(ask({ command }));
});
