/** Dialogs, rules and settings of automatic confirmation in the record. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_RULES } from '../../policy';
import { openStore } from '../../store';
import { openDatabase } from '../../store/db/open';
import { seen } from './dialog-support';
import { APPROVED, sees, temporaryDirectory, there, type TestStore, testStore, typing } from './support';

let record: TestStore;
beforeEach(() => void (record = testStore()));
afterEach(() => record.close());

const ended = { status: 'approved', decidedBy: 'policy', resolution: 'answered' } as const;
/** The look was after everything so far. */
const later = (): Date => new Date('2027-01-01T00:00:00Z');

describe('what a prompt was denied', () => {
  const reply = {
    dismissed: false,
    answers: [{ question: null, options: ['No, and tell Claude'], text: null }],
  };
  const forPrompt = (more: Parameters<typeof seen>[0] = {}): { prompt: number; id: number } => {
    const prompt = typing(record.store, 'a');
    return {
      prompt,
      id: there(record.store.confirmations.open(seen({ seenAt: later(), ...more })).id),
    };
  };

  test('has the words of the option, whatever kind of dialog it was', () => {
    const { confirmations } = record.store;
    const { prompt, id } = forPrompt({ kind: 'question', title: 'Exit plan mode?' });
    confirmations.decided(id, { by: 'person', who: 'robin', answer: 'deny', reply });
    confirmations.end(id, {
      ...{ status: 'denied', decidedBy: 'person', who: 'robin', resolution: 'answered', reply },
    });
    expect(confirmations.deniedFor(prompt, 0)).toMatchObject({
      ...{ title: 'Exit plan mode?', by: 'person', who: 'robin', words: 'No, and tell Claude' },
    });
  });

  test('is nothing where a later dialog was approved', () => {
    const { confirmations } = record.store;
    const { prompt, id } = forPrompt();
    confirmations.decided(id, { by: 'person', who: 'robin', answer: 'deny', reply });
    confirmations.end(id, { status: 'denied', decidedBy: 'person', resolution: 'answered', reply });
    const next = there(confirmations.open(seen({ fingerprint: 'f2', seenAt: later() })).id);
    confirmations.end(next, ended);
    expect(confirmations.deniedFor(prompt, 0, true)).toBeUndefined();
  });

  test('in the terminal is told only where the turn ended with the dialog', () => {
    const { confirmations } = record.store;
    const { prompt, id } = forPrompt();
    confirmations.end(id, { status: 'expired', decidedBy: 'terminal', resolution: 'closed' });
    expect(confirmations.deniedFor(prompt, 0)).toBeUndefined();
    expect(confirmations.deniedFor(prompt, 0, true)).toMatchObject({ by: 'terminal' });
    expect(confirmations.get(id)).toMatchObject({ status: 'denied', decided_by: 'terminal' });
  });

  test('in the terminal is nothing where it is not known what was asked', () => {
    const { confirmations } = record.store;
    const { prompt, id } = forPrompt({ kind: 'other' });
    expect(confirmations.deniedFor(prompt, 0, true)).toBeUndefined();
    confirmations.end(id, { status: 'expired', decidedBy: 'terminal', resolution: 'closed' });
    expect(confirmations.deniedFor(prompt, 0, true)).toBeUndefined();
    expect(confirmations.get(id)).toMatchObject({ status: 'expired', decided_by: 'terminal' });
  });

  test('and answers that a person wants given go with their confirmation', () => {
    const { confirmations } = record.store;
    const { id } = forPrompt();
    const replies = [{ options: [2], text: null }];
    const replyId = confirmations.keepReply(id, replies);
    expect(confirmations.replyOf(id, replyId)).toEqual(replies);
    expect(confirmations.replyOf(id + 1, replyId)).toBeUndefined();
  });
});

describe('dialogs', () => {
  test('reported a hundred times are one row', () => {
    const { confirmations } = record.store;
    const { id } = confirmations.open(seen({ seenAt: later() }));
    for (let report = 0; report < 100; report += 1)
      expect(confirmations.open(seen({ seenAt: later() }))).toEqual({});
    expect(confirmations.list({}, 10, 0)).toMatchObject({ total: 1, items: [{ id, status: 'pending' }] });
  });

  test('of one session are pending one at a time: another one ends the one before', () => {
    const { confirmations } = record.store;
    const first = there(confirmations.open(seen({ seenAt: later() })).id);
    const second = confirmations.open(seen({ fingerprint: 'f2', seenAt: later() }));
    expect(second.ended).toBe(first);
    expect(confirmations.get(first)).toMatchObject({
      status: 'expired',
      decided_by: 'terminal',
      standing: 0,
    });
    expect(confirmations.pending().map(({ id }) => id)).toEqual([second.id]);
    expect(() =>
      record.assigner().prepare("UPDATE confirmations SET status = 'pending' WHERE id = ?").run(first),
    ).toThrow(/UNIQUE/);
  });

  test('whose answer is under way are not ended by a look at what comes after', () => {
    const { confirmations } = record.store;
    const id = there(confirmations.open(seen({ seenAt: later() })).id);
    confirmations.pressing(id, 0, APPROVED);
    expect(confirmations.open(seen({ fingerprint: 'f2', seenAt: later() }))).toEqual({});
    expect(confirmations.get(id)?.status).toBe('pending');
  });

  test('seen by a look from before their end are not opened again; asked again they are', () => {
    const { confirmations } = record.store;
    const before = new Date('2026-03-10T11:59:59Z');
    const id = there(confirmations.open(seen({ seenAt: later() })).id);
    confirmations.end(id, ended);
    expect(confirmations.open(seen({ seenAt: before }))).toEqual({});
    expect(confirmations.open(seen({ seenAt: later() })).id).toBeGreaterThan(id);
  });

  test('that nobody answered in time are not opened again while they stand', () => {
    const { confirmations } = record.store;
    const id = there(confirmations.open(seen({ seenAt: later() })).id);
    confirmations.end(id, { status: 'expired', decidedBy: null, resolution: 'nobody came', standing: true });
    expect(confirmations.open(seen({ seenAt: later() }))).toEqual({});
    expect(confirmations.standing()).toEqual(['a']);
    confirmations.gone('a', 'closed');
    expect(confirmations.standing()).toEqual([]);
    expect(confirmations.open(seen({ seenAt: later() })).id).toBeDefined();
  });

  test('end once', () => {
    const { confirmations } = record.store;
    const id = there(confirmations.open(seen({ seenAt: later() })).id);
    expect([confirmations.end(id, ended), confirmations.end(id, { ...ended, status: 'denied' })]).toEqual([
      true,
      false,
    ]);
    expect(confirmations.get(id)).toMatchObject({ status: 'approved' });
    expect(confirmations.pressing(id, 0, APPROVED)).toBe(false);
  });

  test('know the prompt that their session works on, and the session knows them', () => {
    const { store } = record;
    const promptId = typing(store, 'a');
    const id = there(store.confirmations.open(seen({ seenAt: later() })).id);
    expect(store.confirmations.get(id)?.prompt_id).toBe(promptId);
    expect(store.sessions.get('a')?.confirmation_id).toBe(id);
    expect(store.sessions.list()[0]?.confirmation_id).toBe(id);
    store.confirmations.end(id, ended);
    expect(store.sessions.get('a')?.confirmation_id).toBeNull();
  });

  test('are in the log of changes, as are modes and settings', () => {
    const { store } = record;
    sees(store, 'a');
    const from = store.changes.last();
    const id = there(store.confirmations.open(seen({ seenAt: later() })).id);
    store.confirmSettings.setMode('a', 'off', null);
    store.confirmSettings.change({ enabled: 0 });
    const kinds = store.changes.since(from).map(({ kind, key }) => `${kind}:${key}`);
    expect(kinds).toEqual(expect.arrayContaining([`confirmation:${id}`, 'session:a', 'confirm:']));
  });
});

describe('the mode of a session', () => {
  test('is the default until somebody sets it, and all ends by itself', () => {
    const { store } = record;
    sees(store, 'a');
    const mode = () => store.sessions.get('a')?.mode;
    expect(mode()).toBe('safe');
    store.confirmSettings.change({ default_mode: 'off' });
    expect(mode()).toBe('off');
    expect(store.confirmSettings.setMode('a', 'all', 10)).toBe(true);
    expect(mode()).toBe('all');
    record.pass(9 * 60_000);
    expect(mode()).toBe('all');
    record.pass(60_000);
    expect(mode()).toBe('off');
    store.confirmSettings.setMode('a', 'safe', null);
    expect(mode()).toBe('safe');
    expect(store.confirmSettings.setMode('nobody', 'off', null)).toBe(false);
  });
});

describe('rules', () => {
  const own = {
    position: 7,
    agent: '*',
    tool: 'Bash',
    kind: 'command',
    pattern: 'make deploy',
    verdict: 'deny',
    note: '',
    enabled: true,
  } as const;

  test('that are built in come with the program, and stay off where a person switched them off', () => {
    const { confirmRules } = record.store;
    confirmRules.seed(DEFAULT_RULES);
    expect(confirmRules.rules()).toHaveLength(DEFAULT_RULES.length);
    const [first] = confirmRules.rules();
    const { id, builtin: _, ...draft } = there(first);
    confirmRules.update(Number(id), { ...draft, enabled: false });
    const mine = confirmRules.insert(own);
    const [changed, ...others] = DEFAULT_RULES.slice(0, -1);
    confirmRules.seed([{ ...there(changed), note: 'another reason' }, ...others]);
    const after = confirmRules.rules();
    expect(after).toHaveLength(DEFAULT_RULES.length);
    expect(after.find((rule) => rule.id === id)).toMatchObject({ enabled: false, note: 'another reason' });
    expect(after.find((rule) => rule.id === mine)).toEqual({ id: mine, builtin: false, ...own });
    expect(confirmRules.remove(Number(id))).toBe(false);
    expect(confirmRules.remove(mine)).toBe(true);
  });

  test('of a person stay between the same built-in ones when new ones come in before them', () => {
    const { confirmRules } = record.store;
    const [a, b, c] = DEFAULT_RULES.slice(0, 3).map(there);
    const [x, y] = DEFAULT_RULES.slice(3, 5).map(there);
    const placed = (...rules: (typeof a)[]) =>
      rules.map((rule, index) => ({ ...there(rule), position: (index + 1) * 10 }));
    confirmRules.seed(placed(a, b, c));
    const names = () => confirmRules.rules().map(({ pattern }) => pattern);
    for (const [position, pattern] of [
      [5, 'first'],
      [15, 'one'],
      [16, 'two'],
      [25, 'before c'],
      [35, 'last'],
    ] as const)
      confirmRules.insert({ ...own, position, pattern });
    const [pa, pb, pc, px, py] = [a, b, c, x, y].map((rule) => there(rule).pattern);
    confirmRules.seed(placed(x, a, y, b, c));
    expect(names()).toEqual([px, 'first', pa, py, 'one', 'two', pb, 'before c', pc, 'last']);
    // A built-in rule that went is no mark any more: the next one is.
    confirmRules.seed(placed(a, c));
    expect(names()).toEqual(['first', pa, 'one', 'two', 'before c', pc, 'last']);
    expect(confirmRules.rules().map(({ position }) => position)).toEqual(
      [...confirmRules.rules().map(({ position }) => position)].sort((one, other) => one - other),
    );
  });

  test('are one list until something changes', () => {
    const { confirmRules } = record.store;
    const before = confirmRules.rules();
    expect(confirmRules.rules()).toBe(before);
    confirmRules.insert(own);
    expect(confirmRules.rules()).toHaveLength(1);
  });

  test('of a person come behind what is never done and before all else', () => {
    const { confirmRules } = record.store;
    confirmRules.seed(DEFAULT_RULES);
    const position = confirmRules.defaultPosition();
    const builtin = confirmRules.rules();
    expect(
      builtin.filter((rule) => rule.position < position).every(({ verdict }) => verdict === 'deny'),
    ).toBe(true);
    expect(builtin.filter((rule) => rule.position > position).some(({ verdict }) => verdict === 'deny')).toBe(
      false,
    );
  });
});

test('tables of the original with the same names are kept aside, and ours work', () => {
  const dir = temporaryDirectory();
  mkdirSync(dir, { recursive: true });
  const db = openDatabase(join(dir, 'architect.db'));
  db.exec(`
    CREATE TABLE claude_patterns (id INTEGER PRIMARY KEY, pattern_type TEXT NOT NULL, pattern TEXT NOT NULL);
    CREATE INDEX claude_patterns_order ON claude_patterns (pattern);
    INSERT INTO claude_patterns (pattern_type, pattern) VALUES ('confirmation', 'Do you want.*');
    CREATE TABLE claude_interactions (id INTEGER PRIMARY KEY, session_name TEXT NOT NULL, content TEXT NOT NULL);
    INSERT INTO claude_interactions (session_name, content) VALUES ('a', 'yes');`);
  db.close();
  const store = openStore({ dataDir: dir });
  store.confirmRules.seed(DEFAULT_RULES);
  expect(store.confirmRules.rules()).toHaveLength(DEFAULT_RULES.length);
  store.close();
  const after = openDatabase(join(dir, 'architect.db'));
  const kept = after.prepare('SELECT pattern FROM claude_patterns_original').pluck().all();
  expect([kept, after.prepare('SELECT count(*) FROM claude_interactions_original').pluck().get()]).toEqual([
    ['Do you want.*'],
    1,
  ]);
  after.close();
  rmSync(dir, { recursive: true, force: true });
});
