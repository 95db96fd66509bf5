/** Records one history of each kind of run, for test/workflows/replay.test.ts. Run by `npm run record-histories`. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TurnEnd } from '../../../workflows/contracts/assignment';
import {
  commandWorkflowId,
  HUB_QUEUE,
  taskWorkflowId,
  WORKFLOW,
} from '../../../workflows/contracts/wire-names';
import { until } from '../../engine/support';
import { there } from '../../store/support';
import { MAINTENANCE } from './record-maintenance';
import { RECURRING } from './record-recurring';
import { SHEETS } from './record-sheets';
import { SMS } from './record-sms';
import { FAR_HOST, startTestEngine, type TestEngine } from './engine';
import { type History, HISTORIES, SECRET, unlessItFailed, withoutMachine } from './histories';
import { recordDialogs } from './record-dialogs';
import { historyToJson } from './proto-json';
import { typesAnd, typesAndBreaks, worksUntil } from './terminal';
import { TASKS } from './record-tasks';
import { newTaskWorld } from './task-world';
import { HEALTH_CHECKS } from './record-health';
import { IMPROVEMENT_CYCLES } from './record-improvements';
import { FOLLOW_UPS } from './record-follow-ups';
import { PLAN_DRAFTS } from './record-plan-drafts';
import { PLANS } from './record-plans';
import { recordProjectHistories } from './record-projects';
import { atWork, newWorld, type World } from './world';

const PROMPT = {
  content: SECRET,
  metadata: JSON.stringify({ project: 'auth', note: SECRET }),
  project: 'auth',
};

const AT_WORK = { prompt: PROMPT, seen: { evidence: SECRET } };

/** Workflows that need nothing but the engine. Each scenario gives the id of its workflow. */
const OTHERS: Record<string, Record<string, (engine: TestEngine) => Promise<string>>> = {
  [WORKFLOW.followUp]: FOLLOW_UPS,
  [WORKFLOW.phasePlan]: PLANS,
  [WORKFLOW.planDraft]: PLAN_DRAFTS,
  [WORKFLOW.maintenance]: MAINTENANCE,
  [WORKFLOW.improvementCycle]: IMPROVEMENT_CYCLES,
  [WORKFLOW.healthCheck]: HEALTH_CHECKS,
  [WORKFLOW.smsUpdate]: SMS,
  [WORKFLOW.sheetsSync]: SHEETS,
  [WORKFLOW.recurringPrompt]: RECURRING,
  [WORKFLOW.sessionCommand]: { refused: sessionCommand },
  [WORKFLOW.reconciler]: { retried: reconciler },
};

type Scenario = (world: World) => Promise<number>;

/** Each gives the id of its prompt. */
const PROMPTS: Record<string, Scenario> = {
  async plain(world) {
    const id = world.insert(PROMPT);
    await world.start(id);
    await world.reaches(id, 'queued');
    world.sees('a', { evidence: SECRET });
    await world.giveOut();
    await world.ended(id);
    return id;
  },
  async 'leased-when-queued'(world) {
    world.sees('a', { evidence: SECRET });
    const id = world.insert(PROMPT);
    await world.start(id, there(world.store.lifecycle.enterQueue(id)).state);
    await world.ended(id);
    return id;
  },
  async 'cancelled-while-queued'(world) {
    const id = world.insert(PROMPT);
    await world.start(id);
    await world.reaches(id, 'queued');
    await world.control(id, 'cancel', 'a person changed their mind');
    await world.ended(id);
    return id;
  },
  async 'cancelled-at-work'(world) {
    const id = await atWork(world, AT_WORK);
    await world.control(id, 'cancel', 'a person changed their mind');
    await world.ended(id);
    return id;
  },
  async 'cancelled-in-the-engine'(world) {
    const id = await atWork(world, AT_WORK);
    const handle = world.workflow(id);
    await handle.cancel();
    await handle.result().catch(unlessItFailed);
    return id;
  },
  async 'terminated-at-work'(world) {
    const id = await atWork(world, AT_WORK);
    await world.workflow(id).terminate('not wanted');
    await world.start(id, undefined, { cancel: 'terminated in the workflow engine: not wanted' });
    await world.ended(id);
    return id;
  },
  async 'restarted-at-work'(world) {
    const id = await atWork(world, AT_WORK);
    await world.control(id, 'restart', 'a person wants it anew');
    await world.ended(id);
    return id;
  },
  async 'abandoned-at-work'(world) {
    const id = await atWork(world, AT_WORK);
    await world.control(id, 'abandon', 'its machine is away');
    await world.ended(id);
    return id;
  },
  async retried(world) {
    world.sees('a', { evidence: SECRET });
    const id = world.insert(PROMPT);
    world.script(id, {
      deliver: [typesAndBreaks(world.store), typesAnd(world.store, 'gone', 'the pane ended')],
      recover: [() => ({ outcome: 'not_typed', reason: 'nothing was typed' })],
    });
    await world.start(id);
    await world.ended(id);
    return id;
  },
  async 'timed-out'(world) {
    world.sees('a', { evidence: SECRET });
    const id = world.insert({ ...PROMPT, timeout_minutes: 0.01 });
    world.script(id, { follow: [worksUntil()] });
    await world.start(id);
    await world.ended(id);
    return id;
  },
  async interrupted(world) {
    return ends(world, { outcome: 'interrupted', reason: 'a person stopped it' });
  },
  async 'failed-for-good'(world) {
    return ends(world, { outcome: 'failed', reason: 'the API refused it', mayRetry: false });
  },
  async limited(world) {
    return ends(world, {
      outcome: 'limited',
      reason: 'the limit is reached',
      limitedUntilMs: Date.now() + 500,
    });
  },
  async 'gives-its-session-on'(world) {
    const [id, next] = [world.insert(PROMPT), world.insert(PROMPT)];
    for (const one of [id, next]) {
      await world.start(one);
      await world.reaches(one, 'queued');
    }
    world.sees('a', { evidence: SECRET });
    await world.giveOut();
    await world.ended(next);
    return id;
  },
};

/** The first turn ends so; where the prompt is done again, the next one ends well. */
async function ends(world: World, end: TurnEnd): Promise<number> {
  world.sees('a', { evidence: SECRET });
  const id = world.insert(PROMPT);
  world.script(id, { follow: [() => end] });
  await world.start(id);
  if (end.outcome === 'limited') {
    await until(() => world.row(id).stage === 'queued' && world.done(id).includes('follow a'));
    world.sees('b', { evidence: SECRET, provider: 'codex' });
    await world.giveOut();
  }
  await world.ended(id);
  return id;
}

/** `only`: histories of this workflow; the others stay as they are. */
export async function recordHistories(only?: string): Promise<string[]> {
  const engine = await startTestEngine('recorded');
  const written: string[] = [];
  const wanted = (workflow: string): boolean => only === undefined || only === workflow;
  const write = async (workflowId: string, workflow: string, scenario: string): Promise<void> => {
    if (!wanted(workflow)) return;
    const history = await engine.client.workflow.getHandle(workflowId).fetchHistory();
    const file = `${workflow}.${scenario}.json`;
    writeFileSync(
      join(HISTORIES, file),
      `${JSON.stringify(withoutMachine(historyToJson(history) as History), null, 2)}\n`,
    );
    written.push(file);
  };
  for (const file of readdirSync(HISTORIES)) {
    const [workflow = '', scenario = ''] = file.split('.');
    // Runs of older workflows, as `patched` tells them apart: there is nothing left to record them anew with.
    if (wanted(workflow) && !scenario.startsWith('before-')) rmSync(join(HISTORIES, file));
  }
  try {
    for (const [scenario, run] of Object.entries(wanted(WORKFLOW.promptAssignment) ? PROMPTS : {})) {
      const world = newWorld(engine);
      try {
        await write(`prompt-${await run(world)}`, WORKFLOW.promptAssignment, scenario);
      } finally {
        await world.close();
      }
    }
    if (wanted(WORKFLOW.confirmation)) {
      await recordDialogs(engine, (id, scenario) => write(id, WORKFLOW.confirmation, scenario));
    }
    for (const [scenario, run] of Object.entries(wanted(WORKFLOW.backgroundTask) ? TASKS : {})) {
      const world = newTaskWorld(engine);
      try {
        await write(taskWorkflowId(await run(world)), WORKFLOW.backgroundTask, scenario);
      } finally {
        await world.close();
      }
    }
    if ([WORKFLOW.milestoneScan, WORKFLOW.githubSync, WORKFLOW.githubPullRequest].some(wanted))
      await recordProjectHistories(engine, write);
    for (const [workflow, scenarios] of Object.entries(OTHERS)) {
      for (const [scenario, run] of Object.entries(wanted(workflow) ? scenarios : {}))
        await write(await run(engine), workflow, scenario);
    }
  } finally {
    await engine.stop();
  }
  return written;
}

async function sessionCommand(engine: TestEngine): Promise<string> {
  const world = newWorld(engine);
  const commandId = world.store.commands.insert('create', 'a', { env: { TOKEN: SECRET } });
  engine.use({ hub: {}, host: { runSessionCommand: async () => ({ error: 'duplicate session: a' }) } });
  const workflowId = commandWorkflowId(commandId);
  await engine.client.workflow.execute(WORKFLOW.sessionCommand, {
    workflowId,
    taskQueue: HUB_QUEUE,
    args: [{ commandId, host: FAR_HOST }],
  });
  await world.close();
  return workflowId;
}

async function reconciler(engine: TestEngine): Promise<string> {
  let calls = 0;
  engine.use({
    hub: {
      reconcile: async () => {
        calls += 1;
        if (calls === 1) throw new Error('the record is locked');
        return { started: 1, signalled: 0 };
      },
    },
    host: {},
  });
  const workflowId = 'reconciler';
  await engine.client.workflow.execute(WORKFLOW.reconciler, { workflowId, taskQueue: HUB_QUEUE, args: [] });
  return workflowId;
}
