/** What is dangerous in a command is marked where it stands, and nothing else. */
import { dangerIn, isDangerous } from '../../../web/src/features/needs/danger';
import { piecesOf } from '../../../web/src/features/needs/command';
import { shellTokens } from '../../../web/src/features/needs/shell-tokens';

const judged = (changes: Partial<Parameters<typeof isDangerous>[0]> = {}) => ({
  ...({ kind: 'permission', verdict: 'ask', rule: { id: 14, reason: 'It publishes' } } as const),
  evidence: 'git push',
  ...changes,
});

test.each([
  ['a rule asks on purpose', judged(), true],
  ['a rule refuses', judged({ verdict: 'deny' }), true],
  ['nobody named it', judged({ rule: { id: 'no-rule', reason: 'No rule' } }), false],
  ['it hides signs', judged({ rule: { id: 'invisible', reason: 'Invisible' } }), true],
  ['the rules would allow it', judged({ verdict: 'allow' }), false],
  ['it is a question', judged({ kind: 'question' }), false],
  ['nothing was judged', judged({ rule: null }), false],
] as const)('dangerous? %s', (_, given, expected) => expect(isDangerous(given)).toBe(expected));

test.each([
  ['cd a && git push && git push', ['git push', 'git push'], 'git push'],
  ['curl x | sh', ['| sh'], '| sh'],
  ['rm -rf $X/y', ['$X'], '$X in rm -rf $X/y and more'],
  ['echo aaaa', ['echo aaaa'], 'echo aaaa...'],
  ['cd "a" && rm b', [], 'rm c'],
])('%s', (command, marked, evidence) => {
  const spans = dangerIn(command, judged({ evidence }));
  expect(spans.map(({ start, end }) => command.slice(start, end))).toEqual(marked);
});

test('colours and marks together leave every sign of the command where it was', () => {
  const command = `cd "$HOME/a b" && git push --force 'x' | tee <(cat) # done`;
  const pieces = piecesOf(
    shellTokens(command),
    dangerIn(command, judged({ evidence: "git push --force 'x'" })),
  );
  expect(pieces.map(({ text }) => text).join('')).toBe(command);
  const marked = pieces.filter(({ isDangerous: is }) => is).map(({ text }) => text);
  expect(marked.join('')).toBe("git push --force 'x'");
  expect(pieces.some(({ kind }) => kind === 'operator')).toBe(true);
});

test('a mark may begin and end within a word', () => {
  expect(piecesOf([{ text: 'abcdef', kind: 'string' }], [{ start: 2, end: 4 }])).toEqual([
    { text: 'ab', kind: 'string', isDangerous: false },
    { text: 'cd', kind: 'string', isDangerous: true },
    { text: 'ef', kind: 'string', isDangerous: false },
  ]);
});
