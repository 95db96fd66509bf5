/** The number of a deleted project, feature or bug is never given again: what still names it would mean another one. */
import { PLAIN, sees, there, type TestStore, testStore } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

test('a prompt that works on a deleted feature moves no later one', () => {
  const { features, prompts, lifecycle } = record.store;
  const deleted = features.insert({ title: 'deleted', status: 'draft' }, 'kim').id;
  const link = { kind: 'feature', item_id: deleted, former_status: 'draft' } as const;
  const { id } = prompts.insert({ ...PLAIN, target_session: 's' }, link);
  features.remove(deleted, 'kim');
  const later = features.insert({ title: 'later', status: 'draft' }, 'kim').id;
  expect(later).toBeGreaterThan(deleted);
  sees(record.store, 's');
  there(lifecycle.enterQueue(id)?.grants[0]);
  lifecycle.settle(id, 'completed', 'done');
  expect(features.get(later)).toMatchObject({ status: 'draft', prompt_id: null });
});

test('bugs and projects have new numbers too, also after what went with a project', () => {
  const { bugs, features, projects } = record.store;
  const project = projects.insert({ name: 'a', status: 'active' }, 'kim').id;
  const bug = bugs.insert({ title: 'b', status: 'open', project_id: project }, 'kim').id;
  const feature = features.insert({ title: 'f', status: 'draft', project_id: project }, 'kim').id;
  projects.remove(project, 'kim', { cascade: true });
  expect(projects.insert({ name: 'a', status: 'active' }, 'kim').id).toBe(project + 1);
  expect(bugs.insert({ title: 'b', status: 'open' }, 'kim').id).toBe(bug + 1);
  expect(features.insert({ title: 'f', status: 'draft' }, 'kim').id).toBe(feature + 1);
});
