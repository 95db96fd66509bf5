/** Search over everything, and the figures. */
import { startApi, type TestApi } from '../support/api';
import { PLAIN, sees } from '../store/support';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const search = async (query: string): Promise<any> => (await api.call(`/api/search?${query}`)).body;
const found = async (query: string): Promise<string[]> =>
  (await search(query)).items.map(({ type, id }: any) => `${type} ${id}`);

describe('a search', () => {
  beforeEach(async () => {
    await api.call('/api/projects', { body: { name: 'Auth', description: 'who may do what' } });
    await api.call('/api/features', { body: { title: 'auth for the monitor', project_id: 1 } });
    await api.call('/api/features', {
      body: { title: 'Other', spec: `${'long text '.repeat(50)}then auth at the end` },
    });
    await api.call('/api/bugs', { body: { title: 'Login: auth is slow' } });
    await api.call('/api/errors', { body: { message: 'auth failed 100%' } });
    api.store.prompts.insert({ ...PLAIN, content: 'Look at the auth code' });
  });

  it('finds what people wrote in all kinds, titles before texts, the title itself first', async () => {
    const { items, total } = await search('q=auth');
    expect(total).toBe(6);
    expect(items[0]).toMatchObject({ type: 'project', id: 1, title: 'Auth', rank: 1, project_id: 1 });
    expect(items.map(({ rank }: any) => rank)).toEqual([1, 2, 2, 3, 3, 4]);
    expect(items.at(-1)).toMatchObject({ type: 'feature', id: 2, status: 'draft' });
    expect(items.at(-1).excerpt).toMatch(/^….*then auth at the end$/);
  });

  it('wants all words, in any order and case, and takes signs for what they are', async () => {
    expect(await found('q=SLOW login')).toEqual(['bug 1']);
    expect(await found('q=slow nothing')).toEqual([]);
    expect(await found('q=100%25')).toEqual(['error 1']);
    expect(await found("q=';DROP TABLE bugs")).toEqual([]);
    expect(await found('q=a_th')).toEqual([]);
  });

  it('takes letters of all alphabets in any case, here and in every list', async () => {
    await api.call('/api/features', { body: { title: 'ÜBERSICHT der Größen' } });
    await api.call('/api/projects', { body: { name: 'Éclair 100%' } });
    api.store.prompts.insert({ ...PLAIN, content: 'Проверь код' });
    expect(await found('q=übersicht GRÖßEN')).toEqual(['feature 3']);
    expect(await found('q=проверь')).toEqual(['prompt 2']);
    const names = async (path: string): Promise<unknown[]> =>
      [(await api.call(path)).body].flatMap((body) => body.items ?? body).map(({ id }) => id);
    expect(await names('/api/features?q=übersicht')).toEqual([3]);
    expect(await names('/api/projects?q=éCLAIR 100%25')).toEqual([2]);
    expect(await names('/api/projects?q=é_lair')).toEqual([]);
    expect(await names('/api/assigner/prompts?q=ПРОВЕРЬ')).toEqual([2]);
  });

  it('is limited to kinds, and comes in pages', async () => {
    expect(await found('q=auth&type=feature')).toEqual(['feature 1', 'feature 2']);
    expect(await found('q=auth&type=bug,prompt')).toEqual(expect.arrayContaining(['bug 1', 'prompt 1']));
    const all = await found('q=auth');
    expect([...(await found('q=auth&limit=4')), ...(await found('q=auth&limit=4&offset=4'))]).toEqual(all);
  });
});

describe('the figures', () => {
  it('have the five of the original first, and count what is there', async () => {
    const { body: empty } = await api.call('/api/stats');
    const five = ['projects', 'active_features', 'pending_tasks', 'active_sessions', 'workers'];
    for (const name of five) expect([name, empty[name]]).toEqual([name, 0]);
    await api.call('/api/projects', { body: { name: 'a' } });
    await api.call('/api/projects', { body: { name: 'b', status: 'archived' } });
    await api.call('/api/features', { body: { title: 'f', status: 'in_progress' } });
    await api.call('/api/features', { body: { title: 'g', status: 'completed' } });
    await api.call('/api/bugs', { body: { title: 'b', severity: 'high' } });
    await api.call('/api/bugs', { body: { title: 'c', severity: 'low', status: 'closed' } });
    await api.call('/api/errors', { body: { message: 'm' } });
    sees(api.store, 'a', { status: 'busy' });
    sees(api.store, 'b', { status: 'idle' });
    expect((await api.call('/api/stats')).body).toMatchObject({
      projects: 2,
      active_features: 1,
      active_sessions: 1,
      projects_by_status: { active: 1, archived: 1 },
      features_by_status: { completed: 1, in_progress: 1 },
      features_completed_24h: 1,
      bugs_by_status: { closed: 1, open: 1 },
      open_bugs_by_severity: { high: 1 },
      sessions_by_status: { busy: 1, idle: 1 },
      prompts: { pending: 0 },
      open_errors: 1,
    });
  });
});
