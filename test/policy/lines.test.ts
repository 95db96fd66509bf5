/** Command lines with the verdict they have to get, in a project whose links lead out of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeProject, type Project } from './project';

const DIR = join(__dirname, 'lines');
/** One a line; those with line ends in them, and those that begin with a quote, as JSON. */
const linesOf = (file: string): string[] =>
  readFileSync(join(DIR, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (line.startsWith('"') ? (JSON.parse(line) as string) : line));
const files = readdirSync(DIR).filter((name) => name.endsWith('.txt'));

let project: Project;
beforeAll(() => {
  project = makeProject();
});
afterAll(() => project.remove());

test.each(files.filter((name) => name.startsWith('ask-')))('%s: none is allowed', (file) => {
  const wrong = linesOf(file).filter((command) => project.ask({ command }).verdict === 'allow');
  expect(wrong).toEqual([]);
});

test.each(files.filter((name) => name.startsWith('allow-')))('%s: none is asked', (file) => {
  const wrong = linesOf(file)
    .map((command) => ({ command, ...project.ask({ command }) }))
    .filter(({ verdict }) => verdict !== 'allow');
  expect(wrong).toEqual([]);
});

test('there are many of both kinds', () => {
  const count = (kind: string) => files.filter((name) => name.startsWith(kind)).flatMap(linesOf).length;
  expect(count('ask-')).toBeGreaterThan(1_500);
  expect(count('allow-')).toBeGreaterThan(500);
});
