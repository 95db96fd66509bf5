/** A record in a directory of a test's own, with a clock that the test moves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store, StoreOptions } from '../../store';
import { type Db, openDatabase } from '../../store/db/open';
import type { NewPrompt } from '../../store/prompts';
import type { Observation } from '../../store/sessions';
import type { DialogAnswer } from '../../workflows/contracts/host-store';
import type { Grant } from '../../workflows/contracts/assignment';
import { openRecord } from '../support/record';

export const START = new Date('2026-03-10T12:00:00.000Z');

export const APPROVED: DialogAnswer = {
  ...{ by: 'policy', answer: 'approve' },
  reply: { dismissed: false, answers: [] },
};

export interface TestStore {
  readonly dir: string;
  readonly store: Store;
  /** Moves the clock. */
  pass(ms: number): void;
  setNow(now: Date): void;
  /** A handle of its own on assigner.db, closed with the rest. */
  assigner(): Db;
  /** Closes everything and removes the directory. */
  close(): void;
}

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'architect-store-'));
}

export function testStore(options: Partial<StoreOptions> = {}): TestStore {
  const dir = temporaryDirectory();
  let now = START;
  const store = openRecord({ dataDir: dir, clock: () => new Date(now), ...options });
  const handles: Db[] = [];
  return {
    dir,
    store,
    pass: (ms) => void (now = new Date(now.getTime() + ms)),
    setNow: (date) => void (now = date),
    assigner() {
      const db = openDatabase(join(dir, 'assigner', 'assigner.db'));
      handles.push(db);
      return db;
    },
    close() {
      for (const db of handles) db.close();
      store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const PLAIN: NewPrompt = {
  content: 'do it',
  source: 'api',
  priority: 0,
  target_session: null,
  target_provider: null,
  expected_provider: null,
  specialty: null,
  project: null,
  working_dir: null,
  metadata: null,
  max_retries: 3,
  timeout_minutes: 30,
  idempotency_key: null,
  idempotency_hash: null,
};

/** Inserts a prompt and has it taken up. Returns its id. */
export function queued(store: Store, prompt: Partial<NewPrompt> = {}): number {
  const { id } = store.prompts.insert({ ...PLAIN, ...prompt });
  store.lifecycle.enterQueue(id);
  return id;
}

/** The watch has seen session `name`, ready unless `seen` says otherwise. */
export function sees(store: Store, name: string, seen: Partial<Observation> = {}): void {
  store.sessions.observe(observed(name, seen));
}

/** What the watch reports of a session that is ready. */
export function observed(name: string, seen: Partial<Observation> = {}): Observation {
  return {
    name,
    host: 'hub',
    paneId: `%${name}`,
    provider: 'claude',
    workingDir: '/home/me',
    attached: 0,
    status: 'waiting_input',
    reason: 'the input box is empty',
    rule: 'claude.ready',
    evidence: '>',
    readySince: START,
    activeAt: START,
    ...seen,
  };
}

/** A person registered the session, and the watch has seen it ready. */
export function registered(
  store: Store,
  name: string,
  { specialty = 'general', provider = 'claude' }: { specialty?: string; provider?: string } = {},
): void {
  store.sessions.register({ name, provider, specialty, workingDir: null });
  sees(store, name, { provider });
}

/** Queues a prompt, gives it a session of its own and types it. */
export function typing(store: Store, session: string, prompt: Partial<NewPrompt> = {}): number {
  const id = queued(store, prompt);
  sees(store, session);
  store.assign();
  store.lifecycle.beginTyping(there(store.leases.get(id)), '{}');
  return id;
}

/** `value`, which has to be there. */
export function there<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('It is not there.');
  return value;
}

/** Who got what, in the order in which it was given. */
export function pairs(grants: readonly Grant[]): string[] {
  return grants.map(({ promptId, session }) => `${promptId} -> ${session}`);
}

/** The whole of a prompt's record, to see that nothing changed. */
export function everything(store: Store, id: number): unknown {
  return {
    prompt: store.prompts.get(id),
    history: store.prompts.history(id),
    leases: store.leases.all(),
    sessions: store.sessions.list(),
    lost: store.lostAndFound.list(100, 0),
  };
}
