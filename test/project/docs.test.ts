/** The documents say what is so: settings, links, commands and API paths in them are compared with the code. */
import type { Command } from 'commander';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse as shellWords } from 'shell-quote';
import { buildProgram } from '../../cli/program';
import type { Io } from '../../cli/io';
import { PROJECT_ROOT } from '../../config';
import { settingFacts, SETTINGS } from '../../config/settings';
import { openStore } from '../../store';
import { routesOf } from '../support/routes';

const read = (file: string): string => readFileSync(join(PROJECT_ROOT, file), 'utf8');
const DOCUMENTS = [
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'AGENTS.md', 'data/README.md'],
  ...readdirSync(join(PROJECT_ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Mention {
  readonly file: string;
  readonly text: string;
}

/** The first group of every match of `pattern` in every document. */
function mentions(pattern: RegExp): Mention[] {
  return DOCUMENTS.flatMap((file) =>
    [...read(file).matchAll(pattern)].map(([, text = '']) => ({ file, text })),
  );
}

describe('settings', () => {
  const rows = [...read('docs/operations.md').matchAll(/^\| `([A-Z_]+)` +\| (?:`([^`]+)`)? *\|/gm)];
  const documented = rows.map(([, name, fallback]) => [name, fallback]);

  it('are all in the table of docs/operations.md, with their defaults, and nothing else is', () => {
    const actual = settingFacts().map(({ name, fallback }) => [name, fallback]);
    expect(documented).toEqual(actual);
  });

  it('that a document names exist', () => {
    const named = mentions(/\b((?:ARCHITECT|TEMPORAL|SESSION)_[A-Z_]+)\b/g);
    const ofTheImage = [...read('Dockerfile').matchAll(/^ARG (\w+)/gm)].map(([, name]) => name);
    const others = ['PATH', 'NAME', ...ofTheImage];
    const set = mentions(/(?<![\w-])([A-Z][A-Z_]+)=/g).filter(({ text }) => !others.includes(text));
    expect(named.length).toBeGreaterThan(20);
    expect([...named, ...set].filter(({ text }) => !(text in SETTINGS.shape))).toEqual([]);
  });
});

describe('links', () => {
  const links = mentions(/\]\(([^)\s]+)\)/g).filter(({ text }) => !/^https?:/.test(text));
  const anchorsOf = (file: string): string[] =>
    [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    );

  it.each(links)('of $file to $text lead somewhere', ({ file, text }) => {
    const [path = '', anchor] = text.split('#');
    const linked = path === '' ? file : join(dirname(file), path);
    expect(existsSync(join(PROJECT_ROOT, linked))).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(linked)).toContain(anchor);
  });

  it('show the dashboard, 1280 pixels wide, in at most 250 kB', () => {
    const picture = readFileSync(join(PROJECT_ROOT, 'docs/images/dashboard.png'));
    expect(read('README.md')).toContain('](docs/images/dashboard.png)');
    expect(picture.readUInt32BE(16)).toBe(1280);
    expect(picture.length).toBeLessThanOrEqual(250_000);
  });
});

describe('commands', () => {
  it('of npm that a document names exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...mentions(/\bnpm run ([\w-]+)/g), ...mentions(/\bnpm (start|test)\b/g)];
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ text }) => !(text in scripts))).toEqual([]);
  });

  let program: Command;
  beforeAll(async () => {
    ({ program } = await buildProgram({} as Io));
  });
  const inText = mentions(/`(?:npx )?architect ([^`\n]+)`/g);
  const inBlocks = mentions(/^(?:npx )?architect (.+)$/gm);

  it('of architect stand in text and in blocks', () => {
    expect([inText.length > 5, inBlocks.length > 2]).toEqual([true, true]);
  });

  it.each([...inText, ...inBlocks])('of $file: architect $text', ({ text }) => {
    const words = shellWords(text).filter((word) => typeof word === 'string');
    const path: Command[] = [program];
    for (const word of words) {
      const next = path.at(-1)?.commands.find((command) => command.name() === word);
      if (!next) break;
      path.push(next);
    }
    const [first = ''] = words;
    if (!first.startsWith('-')) expect(path.map((command) => command.name())).toContain(first);
    const known = path.flatMap(({ options }) => options.flatMap(({ long, short }) => [long, short]));
    for (const word of words.filter((one) => /^--?[a-z]/.test(one)))
      expect([...known, '--help']).toContain(word);
  });
});

describe('API paths', () => {
  const ROUTE = /`((?:GET|POST|PUT|PATCH|DELETE) \/[^`?\s]*)/g;
  let actual: string[];

  beforeAll(() => {
    const dataDir = mkdtempSync(join(tmpdir(), 'architect-docs-'));
    const store = openStore({ dataDir });
    try {
      actual = routesOf(store);
    } finally {
      store.close();
      rmSync(dataDir, { recursive: true });
    }
  });

  it('are all in the documents of the API, and these have no others', () => {
    const documented = mentions(ROUTE).filter(({ file }) => /^docs\/api(-[\w-]+)?\.md$/.test(file));
    expect([...new Set(documented.map(({ text }) => text))].sort()).toEqual(actual);
  });

  it('that another document names exist', () => {
    expect(mentions(ROUTE).filter(({ text }) => !actual.includes(text))).toEqual([]);
  });
});
