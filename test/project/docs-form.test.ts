/** The form of the documents: one sentence a line, files that exist, and the table of where changes go. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../config';

const read = (file: string): string => readFileSync(join(PROJECT_ROOT, file), 'utf8');
const DOCUMENTS = [
  ...['README.md', 'CONTRIBUTING.md', 'AGENTS.md', 'data/README.md'],
  ...readdirSync(join(PROJECT_ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Lines of paragraphs and list entries, without code: what is in backticks or is a link's address reads as `X`. */
function proseOf(text: string): string[] {
  const lines = text.replace(/^```[\s\S]*?^```$/gm, '').split('\n');
  return lines
    .filter((line) => !/^\s*([|#<!]|$)/.test(line))
    .map((line) => line.replace(/`[^`]*`/g, 'X').replace(/\]\([^)]*\)/g, ']x'));
}

/** A second sentence begins in the line. */
const twoSentences = (line: string): boolean =>
  /[^\d\s.][.!?][)"”*\]]*\s+[“"(*[]*[A-Z]/.test(line.replace(/\b(e\.g|i\.e|etc|vs)\./g, ''));

describe('a line', () => {
  test.each(DOCUMENTS)('of %s has one sentence', (file) => {
    expect(proseOf(read(file)).filter(twoSentences)).toEqual([]);
  });

  test.each(DOCUMENTS)('of %s begins a sentence or a list entry', (file) => {
    const lines = read(file)
      .replace(/^```[\s\S]*?^```$/gm, '')
      .split('\n');
    const wrapped = lines.filter((line, index) => {
      const before = lines[index - 1] ?? '';
      const isProse = (one: string): boolean => !/^\s*([|#<!]|$)/.test(one);
      const isEntry = /^\s*([-*]|\d+\.) /.test(line);
      return isProse(line) && isProse(before) && !isEntry && !/[.!?:)”"*`]$/.test(before);
    });
    expect(wrapped).toEqual([]);
  });

  test('with two sentences, or half of one, is noticed', () => {
    expect(twoSentences('It stops. Then it starts.')).toBe(true);
    expect(twoSentences('It stops (see “Start”.) Then it starts.')).toBe(true);
    expect(
      ['1. One entry.', 'Version 2.0 of it.', 'x. It', 'A file (x.ts) of it.'].map(twoSentences),
    ).toEqual([...[false, false, true, false]]);
  });
});

/** How many cells a row of a table has: a `|` ends one also in code, unless a backslash stands before it (GFM, 4.10). */
const cellsIn = (row: string): number =>
  row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/).length;

/** Tables of a document, each with its rows by their lines; the second row is the line below the head. */
function tablesOf(text: string): { line: number; row: string }[][] {
  const tables: { line: number; row: string }[][] = [];
  let isCode = false;
  let before = -2;
  for (const [at, row] of text.split('\n').entries()) {
    if (/^\s*```/.test(row)) isCode = !isCode;
    if (isCode || !/^\s*\|/.test(row)) continue;
    if (at !== before + 1) tables.push([]);
    tables.at(-1)?.push({ line: at + 1, row });
    before = at;
  }
  return tables;
}

const isRuler = (row: string): boolean => /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/.test(row);

/** What is wrong with the tables, by the lines. */
function tableFaults(text: string): string[] {
  return tablesOf(text).flatMap((rows) => {
    const [head, ruler] = rows;
    if (!head || !ruler || !isRuler(ruler.row)) return [`${head?.line}: a table without a head`];
    const wanted = cellsIn(head.row);
    const uneven = rows.filter(({ row }) => cellsIn(row) !== wanted);
    return uneven.map(({ line, row }) => `${line}: ${cellsIn(row)} cells, and the head has ${wanted}`);
  });
}

describe('a table', () => {
  test.each([...DOCUMENTS, 'CHANGELOG.md'])('of %s has a head, and in each row as many cells', (file) => {
    expect(tableFaults(read(file))).toEqual([]);
  });

  test('that is uneven, has a bar in code, or no head, is noticed', () => {
    const head = '| a | b |\n| --- | --- |\n';
    expect(tableFaults(`${head}| 1 | 2 |\n| \`x \\| y\` | 2 |\n`)).toEqual([]);
    expect(tableFaults(`${head}| 1 |\n`)).toEqual(['3: 1 cells, and the head has 2']);
    expect(tableFaults(`${head}| \`x | y\` | 2 |\n`)).toEqual(['3: 3 cells, and the head has 2']);
    expect(tableFaults('text\n\n| 1 | 2 |\n')).toEqual(['3: a table without a head']);
    expect(tableFaults('```\n| in code\n```\n')).toEqual([]);
  });
});

/** Whether there is something at `path`; a part such as `<concern>` stands for any name. */
function isThere(path: string, directory = ''): boolean {
  const [first = '', ...rest] = path.split('/').filter(Boolean);
  if (!first.includes('<')) {
    const here = join(directory, first);
    return existsSync(join(PROJECT_ROOT, here)) && (rest.length === 0 || isThere(rest.join('/'), here));
  }
  const name = new RegExp(
    `^${first
      .split(/<[^>]*>/)
      .map((text) => text.replace(/\./g, '\\.'))
      .join('.+')}$`,
  );
  return readdirSync(join(PROJECT_ROOT, directory), { withFileTypes: true })
    .filter((entry) => name.test(entry.name) && (rest.length === 0 || entry.isDirectory()))
    .some((entry) => rest.length === 0 || isThere(rest.join('/'), join(directory, entry.name)));
}

describe('files', () => {
  const BUILT = /^(dist|web\/dist|data|logs|node_modules)(\/|$)/;
  const FOLDERS = readdirSync(PROJECT_ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const paths = (text: string): string[] =>
    [...text.matchAll(/(?<=^|[\s`"(])([\w.-]+\/[\w./<>-]*[\w>/])(?=[\s`",;:)]|$)/gm)]
      .map(([, path = '']) => path)
      .filter((path) => FOLDERS.includes(path.split('/')[0] ?? '') && !BUILT.test(path));
  const codeOf = (text: string): string =>
    [...text.matchAll(/```[\s\S]*?^```$|`[^`\n]+`/gm)].map(([code]) => code).join('\n');

  test.each([
    ['AGENTS.md', 10],
    ['CONTRIBUTING.md', 30],
    ['docs/architecture.md', 40],
    ['docs/agents.md', 1],
  ])('that %s names exist', (file, atLeast) => {
    const named = paths(codeOf(read(file))).filter((path) => !/NAME/.test(path));
    expect(named.length).toBeGreaterThanOrEqual(atLeast);
    expect(named.filter((path) => !isThere(path))).toEqual([]);
  });

  test('are found by a part of the name, and only then', () => {
    expect(isThere('api/<concern>/routes.ts')).toBe(true);
    expect(isThere('store/migrations/<database>/<number>_<name>.sql')).toBe(true);
    expect([isThere('api/<concern>/nothing.ts'), isThere('api/nothing.ts')]).toEqual([false, false]);
  });
});

describe('the table of where a change goes', () => {
  const section = read('docs/architecture.md').split('## Where a change goes')[1]?.split(/^## /m)[0] ?? '';
  const rows = [...section.matchAll(/^\| (a new [^|]*?) +\| ([^|]*?) +\| ([^|]*?) +\|$/gm)].map(
    ([, change = '', folder = '', files = '']) => ({ change, folder, files }),
  );
  const named = (cell: string): string[] =>
    [...cell.matchAll(/`([\w.-]+\/[^`]*|[\w.-]+\.mjs)`/g)].map(([, path = '']) => path);

  test('has the thirteen likely changes', () => {
    expect(rows.map(({ change }) => change.replace('a new ', ''))).toEqual([
      ...['agent', 'route', 'page', 'workflow', 'schedule', 'setting', 'dialog rule'],
      ...['notification channel', 'table', 'task type', 'host transport', 'metric', 'CLI command'],
    ]);
  });

  test.each(rows)('$change: $folder has one folder, and its files exist', ({ folder, files }) => {
    expect(named(folder)).toHaveLength(1);
    expect(named(files).length).toBeGreaterThan(0);
    expect([...named(folder), ...named(files)].filter((path) => !isThere(path))).toEqual([]);
  });

  test('touches at most four files for a route', () => {
    const route = rows.find(({ change }) => change === 'a new route');
    expect(named(route?.files ?? '').length).toBeLessThanOrEqual(4);
  });
});

describe('AGENTS.md', () => {
  const text = read('AGENTS.md');

  test('is short, and CLAUDE.md points to it', () => {
    expect(text.trimEnd().split('\n').length).toBeLessThan(60);
    expect(read('CLAUDE.md')).toBe('@AGENTS.md\n');
  });

  test('says how to build, test and find things', () => {
    for (const needed of ['npm run build', 'npm test', 'npx jest ', 'glossary.ts', 'CONTRIBUTING.md'])
      expect(text).toContain(needed);
  });

  test('runs tools that are installed', () => {
    const tools = [...text.matchAll(/\bnpx ([\w-]+)/g)].map(([, tool = '']) => tool);
    expect(tools.length).toBeGreaterThan(3);
    expect(tools.filter((tool) => !existsSync(join(PROJECT_ROOT, 'node_modules', '.bin', tool)))).toEqual([]);
  });
});
