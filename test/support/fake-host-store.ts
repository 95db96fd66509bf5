/** The prompts and sessions of one host in memory: what delivery and turns ask of the store, without a database. */
import type { Grant } from '../../workflows/contracts/assignment';
import type {
  AssignedPrompt,
  Denied,
  HeldLease,
  HostPrompts,
  HostSessions,
  KeptTurn,
  LeaseRef,
  PromptStep,
  Writer,
} from '../../workflows/contracts/host-store';
import type { WorkChanges } from '../../workflows/contracts/work-changes';

type Sessions = Pick<HostSessions, 'presentSessions' | 'noteAccounts'>;
type Method = keyof (HostPrompts & Sessions);

export interface FakeHostStore extends HostPrompts, Sessions {
  /** A prompt that has just got its session. */
  give(prompt: Partial<AssignedPrompt>, lease?: Partial<HeldLease>): Grant;
  /** The lease as it is now; undefined once it was given up. */
  lease(promptId: number): HeldLease | undefined;
  giveUp(promptId: number): void;
  readonly steps: PromptStep[];
  readonly turns: KeptTurn[];
  readonly changes: WorkChanges[];
  readonly suspects: Map<string, string>;
  readonly calls: Method[];
  /** Called before each call is carried out; what it rejects with is what the caller gets. */
  before: (method: Method, input: readonly unknown[]) => Promise<void> | void;
  isPaused: boolean;
  misplacedAs: string | null;
  denied: Denied | null;
}

export function fakeHostStore(): FakeHostStore {
  const prompts = new Map<number, AssignedPrompt>();
  const leases = new Map<number, HeldLease>();
  const heldBy = ({ promptId, grantedAt }: LeaseRef): HeldLease | undefined => {
    const lease = leases.get(promptId);
    return lease?.grantedAt === grantedAt ? lease : undefined;
  };
  const mayWrite = (writer: Writer): boolean => {
    const lease = heldBy(writer);
    return lease !== undefined && (!('attempt' in writer) || lease.attempt === writer.attempt);
  };
  const show = (promptId: number, stage: AssignedPrompt['stage']): void => {
    const prompt = prompts.get(promptId);
    if (prompt) prompts.set(promptId, { ...prompt, stage });
  };
  const next = (before: Writer & { attempt: number }, baseline?: string): number | null => {
    const lease = heldBy(before);
    if (lease?.attempt !== before.attempt) return null;
    leases.set(lease.promptId, {
      ...{ ...lease, attempt: lease.attempt + 1 },
      baseline: baseline ?? lease.baseline,
    });
    return lease.attempt + 1;
  };

  const port: HostPrompts & Sessions = {
    async assignment({ promptId, grantedAt }) {
      const lease = leases.get(promptId);
      const isHeld = grantedAt === undefined || lease?.grantedAt === grantedAt;
      return { prompt: prompts.get(promptId) ?? null, lease: (isHeld && lease) || null };
    },
    leasesOf: async (promptIds) => promptIds.flatMap((id) => leases.get(id) ?? []),
    isHeld: async (lease) => heldBy(lease) !== undefined,
    misplaced: async () => fake.misplacedAs,
    async beginTyping(before, baseline) {
      if (fake.isPaused && mayWrite(before)) return 'paused';
      const number = next(before, baseline);
      if (number === null) return null;
      fake.steps.push({ promptId: before.promptId, stage: 'typing', session: 'a', reason: 'typing' });
      show(before.promptId, 'typing');
      return number;
    },
    nextAttempt: async (before) => next(before),
    isNewest: async (attempt) => mayWrite(attempt),
    async step(step, writer) {
      if (writer && !mayWrite(writer)) return false;
      fake.steps.push(step);
      show(step.promptId, step.stage);
      return true;
    },
    async suspect(session, reason, writer) {
      if (!mayWrite(writer)) return false;
      fake.suspects.set(session, reason);
      return true;
    },
    keepTurn: async (turn) => void fake.turns.push(turn),
    keepChanges: async (changes) => void fake.changes.push(changes),
    deniedDialog: async () => fake.denied,
    async promptIn({ paneId, pid }) {
      const lease = [...leases.values()].find(
        ({ terminal }) => terminal.paneId === paneId && terminal.pid === pid,
      );
      const prompt = lease && prompts.get(lease.promptId);
      return prompt ? { content: prompt.content, grantedAtMs: lease.grantedAtMs } : null;
    },
    presentSessions: async () => [],
    noteAccounts: async () => undefined,
  };
  const fake: FakeHostStore = {
    ...watched(port, async (method, input) => {
      fake.calls.push(method);
      await fake.before(method, input);
    }),
    give(prompt, lease = {}) {
      const id = prompt.id ?? prompts.size + 1;
      const none = { expectedProvider: null, targetProvider: null, withinProject: null };
      prompts.set(id, { content: 'do it', stage: 'leased', ...none, ...prompt, id });
      const grantedAtMs = Date.now() - 1_000;
      const held: HeldLease = {
        ...{ promptId: id, attempt: 0, session: 'a', baseline: null, grantedAtMs },
        grantedAt: new Date(grantedAtMs).toISOString(),
        terminal: { server: null, paneId: '%1', pid: null },
        ...lease,
      };
      leases.set(id, held);
      const { grantedAt, session, terminal } = held;
      return { promptId: id, session, paneId: terminal.paneId, host: 'box', provider: 'claude', grantedAt };
    },
    lease: (promptId) => leases.get(promptId),
    giveUp: (promptId) => void leases.delete(promptId),
    ...{ steps: [], turns: [], changes: [], suspects: new Map(), calls: [] },
    before: () => undefined,
    ...{ isPaused: false, misplacedAs: null, denied: null },
  };
  return fake;
}

/** The same, with `before` in front of each call. */
function watched(
  port: HostPrompts & Sessions,
  before: (method: Method, input: readonly unknown[]) => Promise<void>,
): HostPrompts & Sessions {
  const calls = Object.entries(port).map(([method, call]) => [
    method,
    async (...input: unknown[]): Promise<unknown> => {
      await before(method as Method, input);
      return (call as (...given: unknown[]) => Promise<unknown>)(...input);
    },
  ]);
  return Object.fromEntries(calls) as HostPrompts & Sessions;
}
