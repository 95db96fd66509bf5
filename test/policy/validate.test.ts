import { validateRule, type RuleDraft } from '../../policy';

const good: RuleDraft = {
  position: 1,
  agent: '*',
  tool: 'Bash',
  kind: 'command',
  pattern: 'npm run *',
  verdict: 'allow',
  note: '',
  enabled: true,
};
const faultsOf = (changes: object) => validateRule({ ...good, ...changes });

test.each([
  {},
  { agent: 'codex', verdict: 'deny' },
  { pattern: 're:npm (run|test) .*' },
  { kind: 'path', tool: 'Write', pattern: '/tmp/**' },
  { kind: 'any', tool: 'mcp__github__*', pattern: '*' },
  { kind: 'any', tool: 'Bash', pattern: '*', verdict: 'ask' },
])('%j can be kept', (changes) => {
  expect(faultsOf(changes)).toEqual([]);
});

test.each([
  [{ agent: 'Not An Agent' }, 'agent'],
  [{ tool: '' }, 'tool'],
  [{ tool: 'rm -rf' }, 'tool'],
  [{ kind: 'words' }, 'kind'],
  [{ verdict: 'maybe' }, 'verdict'],
  [{ position: Number.NaN }, 'position'],
  [{ enabled: 'yes' }, 'enabled'],
  [{ note: 'x'.repeat(501) }, 'note'],
  [{ pattern: '' }, 'pattern'],
  [{ pattern: 'x'.repeat(501) }, 'pattern'],
  [{ pattern: 'ls\nrm *' }, 'pattern'],
  [{ pattern: 're:(' }, 'pattern'],
  [{ pattern: 're:(?=a)b' }, 'pattern'],
  [{ pattern: `frob ${'{a,b,c,d,e,f,g,h}'.repeat(4)}` }, 'pattern'],
  [{ kind: 'any', tool: 'WebSearch', pattern: 'x' }, 'pattern'],
  [{ kind: 'path', tool: 'Write', pattern: '../x' }, 'pattern'],
  [{ kind: 'path', tool: 'Write', pattern: 're:x' }, 'pattern'],
  [{ kind: 'any', tool: 'Bash', pattern: '*' }, 'kind'],
  [{ kind: 'any', tool: '*', pattern: '*' }, 'kind'],
  [{ kind: 'any', tool: 'AskUserQuestion', pattern: '*' }, 'verdict'],
])('%j is refused, and the message names %s', (changes, field) => {
  expect(faultsOf(changes)).toEqual([{ field, message: expect.stringContaining(field) }]);
});

test('all faults are told at once', () => {
  expect(faultsOf({ agent: '', verdict: '', pattern: '' }).map((fault) => fault.field)).toEqual([
    'agent',
    'verdict',
    'pattern',
  ]);
});
