/** A session that is made for a task in its worktree gets the prompts of that task, and no others. */
import { queued } from '../../../store/support';
import { type Bench, gitBench, task } from './support';

let bench: Bench;
beforeEach(() => (bench = gitBench()));
afterEach(() => bench.close());

test('a prompt for any session is not typed into it, and one that names it is', async () => {
  const { store } = bench;
  const id = bench.planOf([task('build')]);
  await bench.drive(id);
  const own = `plan-${id}-build`;
  expect(bench.sessions.made).toEqual([own]);
  const any = queued(store, { priority: 100 });
  expect(store.leases.get(any)).toBeUndefined();
  const waiting = store.prompts.get(any);
  expect(waiting && store.hindrance.of(waiting)).toMatch(/^no session runs an agent\. Make one/);
  const prompt = bench.attempt(id, 'build').prompt_id as number;
  store.lifecycle.enterQueue(prompt);
  expect(store.leases.get(prompt)).toMatchObject({ session_name: own });
  store.lifecycle.settle(prompt, 'completed', '');
  expect(store.assign()).toEqual([]);
  // Whoever names it means it.
  expect(store.leases.get(queued(store, { target_session: own }))).toMatchObject({ session_name: own });
});
