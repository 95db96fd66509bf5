/** What a request makes the policy look at on the disk is bounded. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeProject, type Project } from './project';

let project: Project;
beforeAll(() => {
  project = makeProject();
  const files = (dir: string, count: number, name: (index: number) => string) => {
    mkdirSync(join(project.dir, dir));
    for (let index = 0; index < count; index += 1) writeFileSync(join(project.dir, dir, name(index)), '');
  };
  const letters = (index: number) => index.toString(36).padStart(3, '0');
  files('many', 2_500, letters);
  files('some', 250, (index) => `${letters(index)}.test.ts`);
  files('long', 2, (index) => `${'a'.repeat(240)}${index}`);
});
afterAll(() => project.remove());

/** The time of the processor, as other work on the machine doesn't count. */
function askedSoon(command: string): void {
  const start = process.cpuUsage();
  expect(project.ask({ command })).toMatchObject({ verdict: 'ask' });
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1_000).toBeLessThan(3_000);
}

/** Short enough to be judged. */
const repeated = (head: string, word: string, tail = '') =>
  `${head}${word.repeat(Math.floor((99_000 - head.length - tail.length) / word.length))}${tail}`;

test.each([
  ['patterns that find nothing', repeated('cat', ' many/*z')],
  ['patterns that find the same', repeated('cat', ' many/000*')],
  ['patterns where options may stand', repeated('cd many && npx eslint', ' *')],
  ['trees that may hold links', repeated('grep -R x', ' many')],
  ['trees that are copied', repeated('cp -r', ' many', ' x')],
  ['places below many directories', repeated('cd sub; cd ..; cd src; cd ..; cat', ' a/../b')],
  [
    'one place by a long way, again and again',
    `for a in 1 2 3 4 5 6 7 8 9; do for b in 1 2 3 4 5 6 7 8 9; do ${repeated('cat ', 'src/../', 'a$a$b')}; done; done`,
  ],
  [
    'patterns of names for many programs',
    repeated(repeated('find .', " -name '*.ts'").slice(0, 45_000), ' -exec cat {} +'),
  ],
  ['a pattern of many stars for secrets', `find . -name '${'*?'.repeat(12)}*Z' -exec cat {} +`],
])('%s are asked, soon', (_, command) => {
  askedSoon(command);
});

test('a pattern of many stars is not compared with long names', () => {
  askedSoon(`cat long/${'*a'.repeat(20)}b`);
  expect(project.ask({ command: 'cat long/*a*' })).toMatchObject({ verdict: 'allow' });
});

test('what is named a few times stays allowed', () => {
  for (const command of [
    'cat some/*.test.ts',
    'for a in 1 2 3 4 5 6 7 8 9; do grep -l $a some/*.test.*; done',
    'cp -r some some2',
    'grep -R x many src',
  ])
    expect({ command, ...project.ask({ command }) }).toMatchObject({ verdict: 'allow', command });
});
