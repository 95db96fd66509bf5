/** The documented calls of version 2.0 as a script sends them with curl, against the whole product; each answer has the documented shape. */
import { type Dashboard, startDashboard, until } from '../support/dashboard';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
  await dashboard.shell('dev_claude');
}, 90_000);
afterAll(() => dashboard.close());

const get = async (path: string): Promise<any> => (await dashboard.call(path)).body;
const EXAMPLES = {
  project: {
    name: 'my-project',
    description: 'Project description',
    source_path: '/path/to/project',
    status: 'active',
    priority: 1,
  },
  feature: {
    project_id: 1,
    title: 'Implement user authentication',
    description: 'Add JWT-based auth',
    status: 'draft',
    priority: 1,
    estimated_hours: 8.0,
  },
};

it('projects: made, listed as a plain array, archived by PUT', async () => {
  expect((await dashboard.call('/api/projects', { body: EXAMPLES.project })).status).toBe(201);
  const [listed, ...others] = await get('/api/projects');
  expect(others).toEqual([]);
  const { name, description, status, source_path } = EXAMPLES.project;
  expect(listed).toMatchObject({ id: 1, name, description, status, source_path });
  const put = await dashboard.call('/api/projects/1', { method: 'PUT', body: { status: 'archived' } });
  expect([put.status, put.body.status]).toEqual([200, 'archived']);
});

it('features: made, and listed by project and status', async () => {
  expect((await dashboard.call('/api/features', { body: EXAMPLES.feature })).status).toBe(201);
  expect(await get('/api/features?project_id=1&status=in_progress')).toEqual([]);
  expect(await get('/api/features?project_id=1&status=draft')).toMatchObject([EXAMPLES.feature]);
});

it('statistics have the five documented numbers', async () => {
  const stats = await get('/api/stats');
  expect(stats).toMatchObject({ projects: 1, active_features: 0, pending_tasks: 0, workers: 3 });
  expect(stats.active_sessions).toBeGreaterThanOrEqual(1);
});

it('a feature that is sent is typed into a session in the directory of its project, and answered there', async () => {
  await dashboard.call('/api/projects/1', { method: 'PATCH', body: { name: 'true #' } });
  const title = 'nothing to do';
  // What a shell makes of the text is an error message: it ends all the same.
  const { body: feature } = await dashboard.call('/api/features', {
    body: { title, project_id: 1, priority: 3 },
  });
  const sent = await dashboard.call(`/api/features/${feature.id}/send`, {
    body: { target_session: 'dev_claude' },
  });
  const warning = expect.stringMatching(/\/path\/to\/project, does not exist/);
  expect(sent.body).toEqual({ prompt_id: expect.any(Number), success: true, warning });
  const { working_dir: source_path } = await get('/api/sessions/dev_claude');
  await dashboard.call('/api/projects/1', { method: 'PATCH', body: { source_path } });
  const prompt = await dashboard.settled(sent.body.prompt_id);
  expect(prompt).toMatchObject({
    content: `Implement this feature: ${title}\n\nProject: true # (/path/to/project)`,
    priority: 3,
    metadata: { feature_id: feature.id, project: 'true #', working_dir: '/path/to/project' },
  });
  const expected = prompt.status === 'completed' ? 'in_progress' : 'blocked';
  const followed: any = await until(
    () => get(`/api/features/${feature.id}`),
    ({ status }: any) => status === expected,
    'the feature',
  );
  expect(followed).toMatchObject({ tmux_session: 'dev_claude', prompt_id: prompt.id });
  expect(followed.actual_hours).toBeGreaterThanOrEqual(0);
});
