/**
 * People decide while a step of a worktree runs: where it waits for git. Whatever the step finds and does
 * after that, the decision holds and the task gets to its end.
 */
import { existsSync, rmSync } from 'node:fs';
import { MockActivityEnvironment } from '@temporalio/testing';
import type * as Exec from '../../../../processes/exec';
import { planActivities } from '../../../../activities/plans';
import { worktreeActivities } from '../../../../activities/plans/worktrees';
import { worktreeSettings } from '../../../../store/plans/worktrees/settings';
import type { PlanTaskInput } from '../../../../workflows/contracts/plans';
import type { WorktreeInput, WorktreeStep } from '../../../../workflows/contracts/worktrees';
import { there } from '../../../store/support';
import { type Bench, gitBench, task } from './support';

/** Called before each program that a step runs. */
const mockMeanwhile: { now: () => void } = { now: () => undefined };
jest.mock('../../../../processes/exec', () => {
  const real = jest.requireActual<typeof Exec>('../../../../processes/exec');
  return {
    ...real,
    run: (...given: Parameters<typeof real.run>) => {
      mockMeanwhile.now();
      return real.run(...given);
    },
  };
});

jest.setTimeout(180_000);

/** Between two writes a step runs more programs than that, so that no such time is left out. */
const STRIDE = 5;
const me = { actor: 'me' };
const GATES = [{ type: 'command', command: 'test -f ok.txt' }] as const;

interface Scene {
  readonly step: WorktreeStep['step'];
  readonly given?: Partial<PlanTaskInput>;
  readonly worktree?: WorktreeInput;
  /** What is done until the step is due. */
  prepare(bench: Bench, planId: number): Promise<void> | void;
  decide(bench: Bench, planId: number): void;
  /** What is true when all has come to rest. */
  expect(bench: Bench, planId: number): Promise<void> | void;
}

const driveWith = new MockActivityEnvironment();
const activity = (work: () => Promise<unknown>): Promise<unknown> => driveWith.run(work);

/** Looks at the plan and takes steps until `wanted` is the next. Returns its worktree. */
async function driveUntil(bench: Bench, planId: number, wanted: WorktreeStep['step']): Promise<number> {
  const [plans, steps] = [planActivities(bench.deps), worktreeActivities(bench.deps)];
  for (let round = 0; round < 20; round += 1) {
    await activity(() => plans.advancePlan({ planId }));
    for (const { worktreeId, step } of (await plans.planOutlook({ planId })).worktrees ?? []) {
      if (step === wanted) return worktreeId;
      await activity(() => steps[`${step}Worktree`]({ worktreeId }));
    }
  }
  throw new Error(`${wanted} is never due`);
}

/** The step, with the decision before its program number `at`. False: it runs fewer. */
async function isDecidedAt(scene: Scene, at: number): Promise<boolean> {
  const bench = gitBench();
  try {
    const id = bench.planOf([task('a', { max_retries: 0, ...scene.given })], scene.worktree);
    await scene.prepare(bench, id);
    const worktreeId = await driveUntil(bench, id, scene.step);
    let programs = 0;
    let decided = false as boolean;
    mockMeanwhile.now = () => {
      if ((programs += 1) !== at) return;
      decided = true;
      scene.decide(bench, id);
    };
    await activity(() => worktreeActivities(bench.deps)[`${scene.step}Worktree`]({ worktreeId }));
    mockMeanwhile.now = () => undefined;
    if (!decided) return false;
    await bench.drive(id);
    try {
      await scene.expect(bench, id);
    } catch (error) {
      throw new Error(`decided before program ${at}: ${(error as Error).message}`, { cause: error });
    }
    return true;
  } finally {
    mockMeanwhile.now = () => undefined;
    bench.close();
  }
}

const fails = async (bench: Bench, id: number, work?: (dir: string) => void): Promise<void> => {
  await driveUntil(bench, id, 'open');
  await activity(() =>
    worktreeActivities(bench.deps).openWorktree({ worktreeId: bench.worktree(id, 'a').id }),
  );
  await bench.look(id);
  await bench.works(id, 'a', work);
};
const override = (bench: Bench, id: number): void => bench.store.plans.control.override(id, 'a', me);
/** And its next attempt begins, as the look does it that follows at once. */
const retry = ({ store, repo, attempt }: Bench, id: number): void => {
  store.plans.control.retry(id, 'a', me);
  const taskId = attempt(id, 'a').task_id;
  const settings = there(worktreeSettings(there(store.plans.get(id)), store.plans.task(taskId)));
  const before = { head: null, tree: null };
  const worktree = { settings, source: repo, port: 17_000 };
  store.plans.attempts.begin(id, [{ taskId, directory: null, before, isShell: false, worktree }]);
};
const cancel = ({ store }: Bench, id: number): void => {
  store.plans.control.cancel(id, { ...me, stop: true });
  for (const { id: attempt } of store.plans.attempts.open(id))
    store.plans.attempts.end(attempt, 'cancelled', 'the plan was cancelled');
};
const refusesRemoval = ({ store }: Bench, id: number): void => {
  expect(() => store.plans.edit.removeTask(id, 'a', 'me')).toThrow();
  expect(() => store.plans.edit.remove(id, 'me')).toThrow();
  expect(() => store.plans.control.skip(id, 'a', me)).toThrow(/cancel its prompt first/);
  expect(() => store.plans.control.retry(id, 'a', me)).toThrow(/nothing to try again/);
};
const works = async (bench: Bench, id: number): Promise<void> => {
  expect(bench.shown(id)).toEqual(['a: running']);
  await bench.does(id, 'a', (dir) => void bench.commit(dir, { 'ok.txt': 'ok\n' }, 'by a'));
  isMerged(bench, id);
};
const isMerged = (bench: Bench, id: number): void => {
  expect(bench.shown(id)).toEqual(['a: completed']);
  expect(bench.git(bench.repo, 'log', '-1', '--format=%s', 'main')).toBe('by a');
  isTakenDown(bench, id);
};
const isTakenDown = (bench: Bench, id: number): void => {
  const { state, path } = bench.worktree(id, 'a');
  expect([state, existsSync(path)]).toEqual(['closed', false]);
  expect(bench.store.plans.attempts.open(id)).toEqual([]);
  expect(bench.sessions.made).toEqual(bench.sessions.ended);
};
const commits = (dir: string, bench: Bench): void => void bench.commit(dir, { 'x.txt': 'x\n' }, 'by a');

const CLOSING = { step: 'close', given: { gates: GATES } } as const;
const MERGING = {
  step: 'merge',
  given: { gates: GATES },
  async prepare(bench: Bench, id: number) {
    await fails(bench, id, (dir) => void bench.commit(dir, { 'ok.txt': 'ok\n' }, 'by a'));
    bench.commit(bench.repo, { 'c.txt': 'c\n' }, 'by others');
  },
} as const;

test.each<[string, Scene]>([
  [
    'an override while a worktree with nothing in it is taken down',
    {
      ...CLOSING,
      prepare: fails,
      decide: override,
      expect(bench, id) {
        expect(bench.shown(id)).toEqual(['a: completed']);
        isTakenDown(bench, id);
      },
    },
  ],
  [
    'a retry while a worktree with nothing in it is taken down',
    { ...CLOSING, prepare: fails, decide: retry, expect: works },
  ],
  [
    'an override while it is found out that there is work in the worktree',
    {
      ...CLOSING,
      prepare: (bench, id) => fails(bench, id, (dir) => commits(dir, bench)),
      decide: override,
      expect: isMerged,
    },
  ],
  [
    'a retry while it is found out that there is work in the worktree',
    {
      ...CLOSING,
      prepare: (bench, id) => fails(bench, id, (dir) => commits(dir, bench)),
      decide: retry,
      expect: works,
    },
  ],
  [
    'an override while what was deleted by hand is taken down',
    {
      ...CLOSING,
      async prepare(bench, id) {
        await fails(bench, id);
        await bench.look(id);
        await bench.look(id);
        rmSync(bench.worktree(id, 'a').path, { recursive: true });
      },
      decide: override,
      expect(bench, id) {
        if (bench.shown(id)[0] === 'a: running') return works(bench, id);
        expect(bench.shown(id)).toEqual(['a: completed']);
        isTakenDown(bench, id);
      },
    },
  ],
  [
    'a cancelled plan while the worktree is made',
    {
      step: 'open',
      worktree: { setup: ['true'] },
      prepare: () => undefined,
      decide: cancel,
      expect(bench, id) {
        expect(bench.shown(id)).toEqual(['a: cancelled']);
        isTakenDown(bench, id);
      },
    },
  ],
  [
    'a pause and what follows it while the worktree is made',
    {
      step: 'open',
      worktree: { setup: ['true'] },
      prepare: () => undefined,
      decide(bench, id) {
        refusesRemoval(bench, id);
        bench.store.plans.control.pause(id, me);
        for (const { id: attempt } of bench.store.plans.attempts.open(id))
          bench.store.plans.attempts.end(attempt, 'withdrawn', 'the plan was paused');
        bench.store.plans.edit.editTask(id, 'a', { key: 'a', prompt: 'do it otherwise' }, 'me');
      },
      async expect(bench, id) {
        expect(bench.store.plans.attempts.open(id)).toEqual([]);
        bench.store.plans.control.resume(id, me);
        await bench.drive(id);
        expect(bench.attempt(id, 'a').prompt).toMatch(/^do it otherwise/);
        await works(bench, id);
      },
    },
  ],
  [
    'an override, and an edit of the gates, while the worktree is merged',
    {
      ...MERGING,
      decide(bench, id) {
        refusesRemoval(bench, id);
        bench.store.plans.edit.editTask(id, 'a', { gates: [{ type: 'command', command: 'false' }] }, 'me');
        override(bench, id);
      },
      expect: isMerged,
    },
  ],
  [
    'a cancelled plan while the worktree is merged',
    {
      ...MERGING,
      decide: cancel,
      expect(bench, id) {
        expect(bench.store.plans.attempts.open(id)).toEqual([]);
        const { state, reason, merged_commit: merged } = bench.worktree(id, 'a');
        expect(bench.shown(id)).toEqual(['a: cancelled']);
        // Merged in that moment, or not: it is told which, and nothing is lost.
        if (merged !== null) expect([state, reason]).toEqual(['closed', 'merged into main, and taken down']);
        else
          expect([state, reason]).toEqual([
            'kept',
            expect.stringMatching(/has a commit that is not in main/),
          ]);
      },
    },
  ],
])('%s', async (_what, scene) => {
  let at = 1;
  while (await isDecidedAt(scene, at)) at += STRIDE;
  expect(at).toBeGreaterThan(STRIDE);
});
