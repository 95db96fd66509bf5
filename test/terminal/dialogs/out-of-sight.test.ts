/** Dialogs taller than their terminal: what the agent tells fills in what is out of sight, and nothing is guessed. */
import { callOf } from '../../../terminal/dialogs/tool-call';
import { fingerprintOf } from '../../../terminal/dialogs/fingerprint';
import { judge } from '../../../activities/confirmations/judge';
import { createDialogTracker, type DialogTracker } from '../../../terminal/dialogs/dialog-tracker';
import { textOf } from '../../../terminal/dialogs/use-text';
import { DEFAULT_RULES } from '../../../policy';
import { agentById } from '../../../agents';
import { NOTHING_TOLD } from '../../../agents/events/reduce-turn';
import type { ToolUse } from '../../../agents/events/types';
import type { Snapshot } from '../../../terminal/watch/types';
import { localHostStore } from '../../../store/host-store';
import { silentLog } from '../../../telemetry/log';
import { recording } from '../../agents/recordings';
import { sees, there, type TestStore, testStore } from '../../store/support';
import { PANE } from '../../workflows/support/looks';

const NOW = Date.parse('2027-01-01T00:00:00Z');
const WORK = '/home/me/work';
const claude = there(agentById('claude'));

function look(name: string, ...uses: ToolUse[]): Snapshot {
  const { frame } = recording('claude-2.1.332', name);
  const verdict = claude.classify(frame);
  const pane = { ...PANE, workingDir: WORK };
  const told = { ...NOTHING_TOLD, source: 'hooks' as const, uses: { open: uses, calls: [], over: [] } };
  return {
    session: 'a',
    pane,
    frame,
    atMs: NOW,
    agent: claude,
    reading: verdict,
    screen: verdict,
    reported: told,
  };
}
const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => row(index)).join('\n');
const code = rows(120, (index) => `const line${index} = ${index}; // a line of code`);
const write = (file_path: string, content = `${code}\n`): ToolUse => ({
  tool: 'Write',
  input: { file_path, content },
});
const bash = (command: string): ToolUse => ({ tool: 'Bash', input: { command, description: 'Run it' } });
const heredoc = `cat > h.txt <<'EOF'\n${rows(120, (index) => `row ${index}`)}\nEOF`;
const edit: ToolUse = {
  tool: 'Edit',
  input: {
    file_path: `${WORK}/ed.txt`,
    old_string: 'second line',
    new_string: rows(120, (index) => `edited line ${index}`),
  },
};
const note: ToolUse = {
  tool: 'mcp__t__note',
  input: {
    path: '/etc/x',
    text: rows(120, (index) => `note row ${index} with words`),
    list: rows(3, String)
      .split('\n')
      .map((index) => ({ a: Number(index), b: 'x'.repeat(20) })),
  },
};
const LONG_LINE =
  'for i in $(seq 1 20); do printf "%s is a row of this long command that wraps\\n" "$i"; done; echo and then goes on with more words until it needs very many rows; echo "the end of it: nothing is left to say but this, at length"; touch a b c d e f g h i j k l m n o p q r s t u v w x y z';

const SIZES = ['80x24', '200x50', '60x15'];
const TOLD: [string, ToolUse][] = [
  ['10-perm-write-120-lines', write(`${WORK}/big.js`)],
  ...SIZES.flatMap((size): [string, ToolUse][] => [
    [`20-write-${size}`, write(`${WORK}/new.txt`)],
    [`21-edit-${size}`, edit],
    [`22-bash-${size}`, bash(heredoc)],
    [`23-mcp-${size}`, note],
  ]),
  ['37-overwrite-80x24', write(`${WORK}/exists.js`, `${code.split('\n').slice(0, 40).join('\n')}\n`)],
  ['39-bash-one-long-line-60x15', bash(LONG_LINE)],
  [
    '42-bash-title-out-of-sight-60x15',
    bash('printf "one\\n"; touch small-but-a-little-too-tall-for-this-terminal.txt'),
  ],
];

test.each(TOLD)('%s: what the agent tells is what it asks for', (name, use) => {
  const seen = look(name, use);
  expect(seen.reading.dialog).toMatchObject({ kind: 'permission', cut: 'above' });
  const { command, file_path: path, path: place } = use.input as Record<string, string | undefined>;
  expect(callOf(seen)).toEqual({
    call: { tool: use.tool, commands: command === undefined ? [] : [command], path: path ?? place ?? null },
    source: 'hook',
    text: textOf(use),
  });
  // Others that are under way don't fit what is in sight.
  const others = [bash('npm test'), write(`${WORK}/other.js`), { tool: 'Agent', input: { prompt: 'look' } }];
  expect(callOf(look(name, ...others, use, { ...use })).source).toBe('hook');
  expect(callOf(look(name, ...others)).source).toBe('screen');
});

const UNSURE: [string, string, ToolUse[]][] = [
  ['nothing was told', '20-write-80x24', []],
  ['two of them end alike', '20-write-80x24', [write(`${WORK}/new.txt`), write('/home/me/.ssh/new.txt')]],
  ['the file is another one', '20-write-80x24', [write(`${WORK}/old.txt`)]],
  ['the end is another one', '20-write-80x24', [write(`${WORK}/new.txt`, `${code}\nmore`)]],
  ['the command ends otherwise', '22-bash-80x24', [bash(`${heredoc}\nrm -rf x`)]],
  ['the tool is another one', '22-bash-80x24', [write(`${WORK}/h.txt`, heredoc)]],
  ['the edit is another one', '21-edit-80x24', [{ ...edit, input: { ...edit.input, new_string: 'one' } }]],
];

test.each(UNSURE)('where %s, only what is in sight is known, and no rule judges it', (_what, name, uses) => {
  const { call, source, text } = callOf(look(name, ...uses));
  expect({ source, text }).toEqual({ source: 'screen', text: undefined });
  expect(call).toMatchObject({ incomplete: true });
});

test('without a word of the agent the question tells the file, the rows the end of the command', () => {
  const of = (name: string) => callOf(look(name)).call;
  expect(of('10-perm-write-120-lines')).toMatchObject({ tool: 'Write', path: 'big.js' });
  expect(of('21-edit-60x15')).toMatchObject({ tool: 'Edit', path: 'ed.txt' });
  expect(of('22-bash-60x15')?.commands).toEqual(['…\nrow 116\nrow 117\nrow 118\nrow 119\nEOF']);
  expect(of('23-mcp-80x24')).toBeNull();
});

test('the fingerprint counts what is out of sight', () => {
  const of = (...uses: ToolUse[]) => fingerprintOf(look('20-write-80x24', ...uses), null);
  const known = of(write(`${WORK}/new.txt`));
  expect(of(write(`${WORK}/new.txt`))).toBe(known);
  expect(of(write('/home/me/.ssh/new.txt'))).not.toBe(known);
  expect(of(write(`${WORK}/new.txt`, `first\n${code}\n`))).not.toBe(known);
  expect(of()).not.toBe(known);
});

describe('in the record', () => {
  let record: TestStore;
  let tracker: DialogTracker;
  beforeEach(() => {
    record = testStore();
    record.store.confirmRules.seed(DEFAULT_RULES);
    sees(record.store, 'a', { workingDir: WORK });
    const engine = { startConfirmation: async () => true, dialogGone: async () => undefined };
    tracker = createDialogTracker({
      hostStore: localHostStore(record.store),
      engine,
      host: 'box',
      log: silentLog,
    });
  });
  afterEach(() => record.close());
  const all = () => record.store.confirmations.list({}, 100, 0).items;
  const judged = () => {
    const deps = { store: record.store, clock: () => new Date(NOW), home: '/home/me', own: [] };
    const { verdict, answer, ruleId } = judge(deps, there(all()[0]));
    return { verdict, answer, ruleId };
  };

  test('the rules judge the whole of it, and a person reads it', async () => {
    await tracker.onDialog(look('20-write-80x24', write(`${WORK}/new.txt`)));
    expect(judged()).toMatchObject({ verdict: 'allow', answer: 'approve' });
    expect(all()[0]?.body).toMatch(/^Write\n\n\/home\/me\/work\/new\.txt\n\ncontent: \nconst line0 = 0;/);
    await tracker.onDialog({ ...look('20-write-80x24', write('/home/me/.ssh/new.txt')), atMs: NOW + 1 });
    expect(judged()).toMatchObject({ verdict: 'ask', answer: null });
    expect(all().map(({ status }) => status)).toEqual(['pending', 'expired']);
  });

  test('what nobody told is waited for, then left to a person, in the mode all too', async () => {
    const seen = look('20-write-80x24');
    await tracker.onDialog(seen);
    await tracker.onDialog({ ...seen, atMs: NOW + 1_000 });
    expect(all()).toEqual([]);
    await tracker.onDialog({ ...seen, atMs: NOW + 2_000 });
    record.store.confirmSettings.setMode('a', 'all', 10);
    expect(judged()).toEqual({ verdict: 'ask', answer: null, ruleId: 'out-of-sight' });
  });

  test('an agent that tells nothing is not waited for', async () => {
    const { reported: _told, ...seen } = look('20-write-80x24');
    await tracker.onDialog(seen);
    expect(all()).toMatchObject([{ title: 'Do you want to create new.txt?', status: 'pending' }]);
  });

  test('a dialog that is scrolled away or covered is the one that was there', async () => {
    await tracker.onDialog(look('20-write-80x24', write(`${WORK}/new.txt`)));
    await tracker.onDialog({
      ...look('30-scrolled-above-dialog-80x24', write(`${WORK}/new.txt`)),
      atMs: NOW + 1,
    });
    await tracker.onDialog({
      ...look('31-viewer-above-dialog-80x24', write(`${WORK}/new.txt`)),
      atMs: NOW + 2,
    });
    expect(all()).toMatchObject([{ status: 'pending', kind: 'permission' }]);
  });

  test('one that was never in sight is told to a person, with what the agent says of it', async () => {
    await tracker.onDialog(look('34-options-out-of-sight-40x12', bash(heredoc)));
    expect(all()).toMatchObject([{ kind: 'other', options: '[]', status: 'pending' }]);
    expect(all()[0]?.body).toContain(heredoc);
    expect(judged()).toMatchObject({ answer: null, ruleId: 'person-only' });
  });
});

test('nobody reads more of a use than the record keeps', () => {
  const long = textOf(bash('x'.repeat(200_000)));
  expect(long).toMatch(/^Bash\n\nx+\n… and 100,\d\d\d more characters: see them in the terminal$/);
  expect(textOf({ tool: 'T', input: { n: 1, list: ['a'], url: 'https://example.com' } })).toBe(
    'T\n\nhttps://example.com\n\nn: 1\n\nlist: \n[\n  "a"\n]',
  );
});
