/** Queueing and reading prompts. */
import type { NewPrompt } from '../../store/prompts';
import { PLAIN, queued, type TestStore, testStore, typing } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const insert = (prompt: Partial<NewPrompt>) => record.store.prompts.insert({ ...PLAIN, ...prompt });

describe('an idempotency key', () => {
  const once = { idempotency_key: 'k1', idempotency_hash: 'h1' };

  test('makes a repeat answer with the first prompt, even one that has ended', () => {
    const { store } = record;
    const first = insert(once);
    expect(first).toEqual({ id: first.id, repeat: false, conflict: false });
    expect(insert(once)).toEqual({ id: first.id, repeat: true, conflict: false });
    store.lifecycle.settle(first.id, 'completed', '');
    expect(insert(once)).toEqual({ id: first.id, repeat: true, conflict: false });
    expect(store.prompts.list({}, 'newest', 10, 0).total).toBe(1);
  });

  test('of another request is a conflict, and nothing is queued', () => {
    const { id } = insert(once);
    expect(insert({ ...once, content: 'something else', idempotency_hash: 'h2' })).toEqual({
      id,
      repeat: true,
      conflict: true,
    });
    expect(record.store.prompts.list({}, 'newest', 10, 0).total).toBe(1);
  });

  test('is not needed: the same request twice without one is two prompts', () => {
    expect(insert({}).id).not.toBe(insert({}).id);
  });
});

test('what was queued comes back as it was, whatever is in it', () => {
  const content = 'Ünïcode 🏛 \'quotes\' "and" $(more); DROP TABLE prompts;\n\tnext line';
  const prompt = {
    ...PLAIN,
    content,
    priority: -3,
    metadata: '{"a":[1]}',
    timeout_minutes: 0.25,
    project: 'p',
  };
  const { id } = insert(prompt);
  expect(record.store.prompts.get(id)).toMatchObject({
    ...prompt,
    status: 'pending',
    stage: 'accepted',
    retry_count: 0,
    created_at: '2026-03-10 12:00:00.000',
  });
});

describe('the list', () => {
  test('filters by status, session, agent, source and text', () => {
    const { store } = record;
    const held = typing(store, 'a', { content: 'fix the 100% bug' });
    const named = queued(store, { target_session: 'a', source: 'cli' });
    const codex = queued(store, { target_provider: 'codex', content: '1000 bugs' });
    const found = (filter: Parameters<typeof store.prompts.list>[0]) =>
      store.prompts.list(filter, 'oldest', 10, 0).items.map(({ id }) => id);
    expect(found({})).toEqual([held, named, codex]);
    expect(found({ status: ['assigned'] })).toEqual([held]);
    expect(found({ status: ['pending', 'assigned'] })).toEqual([held, named, codex]);
    expect(found({ session: 'a' })).toEqual([held, named]);
    expect(found({ provider: 'codex' })).toEqual([codex]);
    expect(found({ source: 'cli' })).toEqual([named]);
    expect(found({ text: '100%' })).toEqual([held]);
    expect(found({ text: 'BUG', status: ['pending'] })).toEqual([codex]);
    expect(found({ archived: true })).toEqual([]);
    expect(found({ text: "'; --" })).toEqual([]);
  });

  test('is ordered by age or by priority', () => {
    const { store } = record;
    const [a, b, c] = [0, 5, 5].map((priority) => queued(store, { priority }));
    const order = (by: 'newest' | 'oldest' | 'priority') =>
      store.prompts.list({}, by, 10, 0).items.map(({ id }) => id);
    expect(order('newest')).toEqual([c, b, a]);
    expect(order('oldest')).toEqual([a, b, c]);
    expect(order('priority')).toEqual([b, c, a]);
  });

  test('of 10,000 prompts comes in pages that together hold each exactly once', () => {
    const { store } = record;
    record.assigner().exec(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
      INSERT INTO prompts (content, priority) SELECT 'prompt ' || i, i % 3 FROM n`);
    const ids = new Set<number>();
    for (let offset = 0; ; offset += 500) {
      const page = store.prompts.list({}, 'priority', 500, offset);
      expect(page).toMatchObject({ total: 10_000, limit: 500, offset });
      page.items.forEach(({ id }) => ids.add(id));
      if (page.items.length === 0) break;
    }
    expect(ids.size).toBe(10_000);
    expect(store.prompts.list({ text: 'prompt 999' }, 'newest', 3, 9).items.map(({ id }) => id)).toEqual([
      9_990, 999,
    ]);
    const underWay: number[] = [];
    for (let after = 0; ; after = underWay.at(-1) as number) {
      const page = store.prompts.unsettledIds(after);
      if (page.length === 0) break;
      expect(page.length).toBeLessThanOrEqual(500);
      underWay.push(...page);
    }
    expect(underWay).toEqual([...ids].sort((a, b) => a - b));
    expect(store.prompts.unsettled()).toHaveLength(500);
  });
});
