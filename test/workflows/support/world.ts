/** A record of its own for each test, a scripted terminal, and what a person does to prompts. */
import { silentLog } from '../../../telemetry/log';
import { type WorkflowHandle, WorkflowNotFoundError, type WorkflowOptions } from '@temporalio/client';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { recordActivities } from '../../../activities/prompts/state';
import type { Store } from '../../../store';
import { openDatabase } from '../../../store/db/open';
import type { NewPrompt } from '../../../store/prompts';
import type { PromptRow } from '../../../store/rows';
import type { Observation } from '../../../store/sessions';
import type { Cancellable } from '../../../workflows/contracts/broken-run';
import type {
  ControlRequest,
  Grant,
  PromptInput,
  PromptState,
} from '../../../workflows/contracts/assignment';
import {
  CONTROL_UPDATE,
  HUB_QUEUE,
  LEASE_SIGNAL,
  promptWorkflowId,
  WORKFLOW,
} from '../../../workflows/contracts/wire-names';
import { until } from '../../engine/support';
import { PLAIN, sees, temporaryDirectory, there } from '../../store/support';
import { HOST, type TestEngine } from './engine';
import { type Script, type Terminal, terminal, worksUntil } from './terminal';
import { openRecord } from '../../support/record';

/** Short, but long enough for two busy cores. */
export const DURATIONS = { deliverTimeoutMs: 10_000, heartbeatTimeoutMs: 1_500, interruptTimeoutMs: 2_000 };

/** Ids of prompts are ids of workflows: a new record must not begin with the ones of the record before. */
const IDS_A_RECORD = 100;
let records = 0;

/** `workflowTaskTimeout`: a workflow that waits for the record gives a sign of life after four fifths of it. */
type StartOptions = Pick<WorkflowOptions, 'workflowTaskTimeout'> &
  Cancellable &
  Pick<PromptInput, 'mostEvents'>;

export interface World extends Terminal {
  readonly store: Store;
  /** Session `name` is seen, ready unless `seen` says otherwise. */
  sees(name: string, seen?: Partial<Observation>): void;
  /** Inserts a prompt; its workflow is not started yet. */
  insert(prompt?: Partial<NewPrompt>): number;
  /** `leased`: what the record says where the prompt got a session in the moment it was queued. */
  start(promptId: number, leased?: PromptState, options?: StartOptions): Promise<WorkflowHandle>;
  /** As the watch does when a session has become ready. */
  giveOut(): Promise<readonly Grant[]>;
  workflow(promptId: number): WorkflowHandle;
  control(
    promptId: number,
    kind: ControlRequest['kind'],
    reason?: string,
    more?: Partial<ControlRequest>,
  ): Promise<void>;
  row(promptId: number): PromptRow;
  stages(promptId: number): string[];
  /** Waits until the record says so. */
  reaches(promptId: number, stage: PromptRow['stage']): Promise<void>;
  /** Waits for the workflow's own end, then gives what the record says. */
  ended(promptId: number): Promise<PromptRow>;
  close(): Promise<void>;
}

export function newWorld({ client, use }: TestEngine): World {
  const dataDir = temporaryDirectory();
  const store = openRecord({ dataDir });
  records += 1;
  const db = openDatabase(join(dataDir, 'assigner', 'assigner.db'));
  db.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('prompts', ?)").run(records * IDS_A_RECORD);
  db.close();
  const screen = terminal(store);
  use({
    hub: recordActivities({ store, log: silentLog }),
    host: screen.activities,
  });
  const started = new Set<number>();
  const handle = (promptId: number): WorkflowHandle => client.workflow.getHandle(promptWorkflowId(promptId));
  const row = (promptId: number): PromptRow => there(store.prompts.get(promptId));

  return {
    ...screen,
    store,
    row,
    workflow: handle,
    sees: (name, seen = {}) => sees(store, name, { host: HOST, ...seen }),
    insert: (prompt = {}) => store.prompts.insert({ ...PLAIN, ...prompt }).id,
    async start(promptId, leased, { cancel, mostEvents, ...options } = {}) {
      started.add(promptId);
      const input: PromptInput = {
        promptId,
        durations: DURATIONS,
        hubHost: HOST,
        searchable: true,
        ...(leased && { leased }),
        ...(cancel !== undefined && { cancel }),
        ...(mostEvents !== undefined && { mostEvents }),
      };
      return client.workflow.start(WORKFLOW.promptAssignment, {
        workflowId: promptWorkflowId(promptId),
        taskQueue: HUB_QUEUE,
        args: [input],
        ...options,
      });
    },
    async giveOut() {
      const grants = store.assign();
      for (const grant of grants) await handle(grant.promptId).signal(LEASE_SIGNAL, grant);
      return grants;
    },
    control: (promptId, kind, reason = 'a person asked', more = {}) =>
      handle(promptId).executeUpdate(CONTROL_UPDATE, { args: [{ kind, reason, ...more }] }),
    stages: (promptId) => store.prompts.history(promptId).map(({ action }) => action),
    reaches: (promptId, stage) => until(() => row(promptId).stage === stage),
    async ended(promptId) {
      await handle(promptId).result();
      return row(promptId);
    },
    async close() {
      for (const promptId of started) {
        await handle(promptId)
          .terminate('the test is over')
          .catch((error: unknown) => {
            if (!(error instanceof WorkflowNotFoundError)) throw error;
          });
      }
      store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface AtWork {
  /** What becomes of its turn. */
  readonly follow?: ReturnType<typeof worksUntil>;
  readonly interrupt?: Script['interrupt'];
  readonly prompt?: Partial<NewPrompt>;
  readonly seen?: Partial<Observation>;
}

/** Gives the id of a prompt at work in session `a`. */
export async function atWork(
  world: World,
  { follow = worksUntil(), prompt = {}, seen = {}, interrupt = [] }: AtWork = {},
): Promise<number> {
  world.sees('a', seen);
  const id = world.insert(prompt);
  world.script(id, { follow: [follow], interrupt });
  await world.start(id);
  await until(() => world.done(id).includes('follow a'));
  return id;
}

/** Waits until the workflow has what people asked for. */
export async function untilAccepted({ client, workflowId }: WorkflowHandle, count = 1): Promise<void> {
  let accepted = 0;
  let nextPageToken: Uint8Array | undefined;
  while (accepted < count) {
    // The engine answers when there is another event.
    const { history, nextPageToken: next } = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId },
      waitNewEvent: true,
      ...(nextPageToken && { nextPageToken }),
    });
    for (const event of history?.events ?? [])
      if (event.workflowExecutionUpdateAcceptedEventAttributes) accepted += 1;
    if (accepted < count && next.length === 0)
      throw new Error(`${workflowId} ended with ${accepted} accepted`);
    nextPageToken = next;
  }
}
