/** What is asked of the queue, and that asking little finds what looking at everything would. */
import type { Db } from '../../store/db/open';
import { firstOf } from '../../store/prompts/candidates';
import { pairs, queued, registered, type TestStore, testStore } from './support';

let record: TestStore;
let db: Db;
beforeEach(() => {
  record = testStore();
  db = record.assigner();
});
afterEach(() => record.close());

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const PROVIDERS = ['claude', 'codex', 'shell'];
const SPECIALTIES = ['general', 'coding', 'manager'];

/** Numbers below `limit`, the same ones for the same seed (a linear congruential generator). */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * limit);
  };
}

interface Prompt {
  readonly id: number;
  readonly priority: number;
  readonly target: string | null;
  readonly provider: string | null;
  readonly specialty: string | null;
  readonly excluded: readonly string[];
}
interface Session {
  readonly name: string;
  readonly provider: string;
  readonly specialty: string;
}

/** The rules as docs/assigner.md says them, over everything there is. */
function expected(prompts: readonly Prompt[], sessions: readonly Session[]): string[] {
  const free = [...sessions];
  const given: string[] = [];
  const inOrder = [...prompts].sort((one, other) => other.priority - one.priority || one.id - other.id);
  for (const prompt of inOrder) {
    const at = free.findIndex(({ name, provider, specialty }) => {
      if (prompt.target !== null) return prompt.target === name;
      if (provider === 'shell' || prompt.excluded.includes(name)) return false;
      if (prompt.provider !== null && prompt.provider !== provider) return false;
      return prompt.specialty === null ? specialty !== 'manager' : prompt.specialty === specialty;
    });
    if (at < 0) continue;
    given.push(`${prompt.id} -> ${free[at]?.name}`);
    free.splice(at, 1);
  }
  return given;
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('a mixed queue is given out as the rules say (seed %i)', (seed) => {
  const below = numbers(seed);
  const one = <T>(values: readonly T[]): T => values[below(values.length)] as T;
  const prompts = Array.from({ length: 40 }, (): Prompt => {
    const wanted = {
      priority: below(4),
      target: below(4) === 0 ? one(NAMES) : null,
      provider: below(3) === 0 ? one(PROVIDERS) : null,
      specialty: below(3) === 0 ? one(SPECIALTIES) : null,
    };
    const { priority, target: target_session, provider: target_provider, specialty } = wanted;
    const id = queued(record.store, { priority, target_session, target_provider, specialty });
    const excluded = NAMES.filter(() => below(5) === 0);
    for (const name of excluded)
      db.prepare('INSERT INTO prompt_exclusions (prompt_id, session_name) VALUES (?, ?)').run(id, name);
    return { id, ...wanted, excluded };
  });
  const sessions = NAMES.map((name) => ({ name, provider: one(PROVIDERS), specialty: one(SPECIALTIES) }));
  for (const { name, ...session } of sessions) registered(record.store, name, session);
  expect(pairs(record.store.assign())).toEqual(expected(prompts, sessions));
});

test('of two candidates the more urgent goes first, then that of the lower rank, then the older, and none is worse than any', () => {
  const candidate = (id: number, priority: number, rank = id) => ({
    ...{ id, priority, rank, target_session: null, target_provider: null, expected_provider: null },
    ...{ specialty: null, project: null, working_dir: null, within_project: null },
  });
  expect(firstOf(candidate(1, 0), candidate(2, 5))?.id).toBe(2);
  expect(firstOf(candidate(2, 5), candidate(1, 5))?.id).toBe(1);
  expect(firstOf(candidate(2, 5, 0.5), candidate(1, 5))?.id).toBe(2);
  expect(firstOf(candidate(2, 5, 1), candidate(1, 5))?.id).toBe(1);
  expect(firstOf(undefined, candidate(1, 0))?.id).toBe(1);
  expect(firstOf(candidate(1, 0), undefined)?.id).toBe(1);
  expect(firstOf(undefined, undefined)).toBeUndefined();
});
