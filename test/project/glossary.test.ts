/** One word for each thing: the glossary defines it, and the documents use it and no other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../config';
import { PROVIDERS, SESSION_STATES, STAGES, TURN_RESULTS } from '../../workflows/contracts/glossary';

const read = (file: string): string => readFileSync(join(PROJECT_ROOT, file), 'utf8');
const DOCUMENTS = [
  ...['README.md', 'CONTRIBUTING.md', 'AGENTS.md'],
  ...readdirSync(join(PROJECT_ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
/** Commands and code have names of their own. */
const prose = (file: string): string =>
  read(file)
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`]*`/g, '');
const glossary = read('workflows/contracts/glossary.ts').split('*/')[0] ?? '';
const entries = [...glossary.matchAll(/^ \* ([a-z][a-z -]*[a-z]) {2,}(\S.*)$/gm)].map(
  ([, term = '', meaning = '']) => ({ term, meaning }),
);

describe('a term', () => {
  const all = DOCUMENTS.map(read).join('\n').toLowerCase();

  test('is defined once', () => {
    const terms = entries.map(({ term }) => term);
    expect(terms.length).toBeGreaterThan(50);
    expect(terms).toEqual([...new Set(terms)]);
  });

  test.each(entries)('$term stands in the documents', ({ term }) => {
    expect(new RegExp(`\\b${term}(s|es)?\\b`).test(all)).toBe(true);
  });

  test.each(['prompt', 'session', 'lease', 'dialog', 'confirmation', 'store', 'work item', 'turn', 'report'])(
    '%s is defined',
    (term) => {
      expect(entries.map((entry) => entry.term)).toContain(term);
    },
  );
});

describe('the documents', () => {
  /** Former words, and those that say what is meant. */
  const REPLACED: readonly [RegExp, string][] = [
    [/\bthe record\b/i, 'the store, the databases, work items'],
    [/\b(is|are|was|were|been) told\b/i, 'reported, recognised, known'],
    [/\b(tells|telling)\b/i, 'says, shows, reports'],
    [/\bupkeep\b/i, 'maintenance'],
    [/\bpatience\b/i, 'busy timeout'],
    [/^\s*(- )?Where (a|an|the|it|its|no|none|there|this|that|they|we|several|systemd)\b/m, 'if, when'],
    [/[;:,] where (a|an|it|no|none|there|they|we|several|nothing|somebody) /, 'if, when'],
    [/\b\d{3} where\b/, 'if'],
  ];

  test.each(DOCUMENTS.flatMap((file) => REPLACED.map(([former, now]) => ({ file, former, now }))))(
    '$file has no $former: $now',
    ({ file, former }) => {
      const found = prose(file)
        .split('\n')
        .filter((line) => former.test(line));
      expect(found).toEqual([]);
    },
  );

  /** The first cells of the rows below the heading. */
  const firstCells = (file: string, heading: string): string[] => {
    const section =
      read(file)
        .split(new RegExp(`^## ${heading}$`, 'm'))[1]
        ?.split(/^## /m)[0] ?? '';
    return [...section.matchAll(/^\| `(\w+)`/gm)].map(([, cell = '']) => cell);
  };

  test.each([
    ['docs/sessions-and-agents.md', 'States', SESSION_STATES],
    ['docs/sessions-and-agents.md', 'Agents', PROVIDERS],
    ['docs/agents.md', 'Versions', PROVIDERS],
    ['docs/agents.md', 'How each state is recognised', SESSION_STATES.filter((state) => state !== 'idle')],
    ['docs/agents.md', 'How a turn ends', TURN_RESULTS],
  ])('%s lists under "%s" what the glossary has', (file, heading, words) => {
    expect(firstCells(file, heading).sort()).toEqual([...words].sort());
  });

  test('name every stage of a prompt', () => {
    const text = read('docs/sessions-and-agents.md');
    expect(STAGES.filter((stage) => !text.includes(`\`${stage}\``))).toEqual([]);
  });
});
