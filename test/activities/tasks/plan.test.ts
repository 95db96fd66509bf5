/** Where a background task works. */
import { mkdirSync, rmSync } from 'node:fs';
import type { TaskDeps } from '../../../activities/tasks/context';
import { planOf } from '../../../activities/tasks/plan';
import type { TaskRow } from '../../../store/rows';
import { testStore, type TestStore } from '../../store/support';

let site: TestStore;
beforeEach(() => (site = testStore()));
afterEach(() => {
  site.close();
  rmSync(`${site.dir}/elsewhere`, { recursive: true, force: true });
});

test('the gate of a plan works where its session does, but not outside of the roots that a person named', async () => {
  const [root, elsewhere] = ['root', 'elsewhere'].map((name) => {
    mkdirSync(`${site.dir}/${name}`);
    return `${site.dir}/${name}`;
  });
  const row = (planId: number | null) =>
    ({
      ...{ task_type: 'shell', payload: '{"command":"true"}', project_id: null },
      ...{ working_dir: elsewhere, plan_id: planId },
    }) as unknown as TaskRow;
  const plan = (planId: number | null, rootsAreSet: boolean) =>
    planOf({ store: site.store, tasks: { roots: [root], rootsAreSet } } as unknown as TaskDeps, row(planId));
  expect((await plan(1, false)).dir).toBe(elsewhere);
  await expect(plan(1, true)).rejects.toThrow('ARCHITECT_TASK_ROOTS names what is allowed');
  await expect(plan(null, false)).rejects.toThrow('ARCHITECT_TASK_ROOTS names what is allowed');
});
