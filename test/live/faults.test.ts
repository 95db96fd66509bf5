/** What can come between a prompt and a real agent. */
import { answerTo } from './model/book';
import { gate, say } from './model/steps';
import { type Lab, type LiveAgent, startLab } from './support/lab';

const AGENTS: readonly LiveAgent[] = ['claude', 'codex'];

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  for (const agent of AGENTS) await lab.agent(agent, agent);
}, 120_000);
afterAll(() => lab.close());

describe.each(AGENTS)('%s', (agent) => {
  test('gets a prompt that was queued while it started, once', async () => {
    const name = `${agent}-new`;
    await lab.agent(agent, name, { ready: false });
    const prompt = await lab.ask(name, `early for ${name}`);
    expect(prompt).toMatchObject({ status: 'completed', response: answerTo(`early for ${name}`) });
    expect(lab.model.deliveries(`early for ${name}`)).toBe(1);
    await lab.dashboard.call(`/api/sessions/${name}`, { method: 'DELETE' });
  });

  test('in copy-mode gets the prompt whole, once', async () => {
    await lab.dashboard.tmux.command('copy-mode', '-t', `=${agent}:`);
    const text = `${agent} while scrolled: qqq /search`;
    const prompt = await lab.ask(agent, text);
    expect(prompt).toMatchObject({ status: 'completed', response: answerTo(text) });
    expect(lab.model.deliveries(text)).toBe(1);
  });

  test("with a person's draft in its box gets nothing until the draft is gone, and the draft stays whole", async () => {
    await lab.type(agent, 'my own half-written words');
    await lab.dashboard.sessionWhere(agent, ({ rule }) => /draft/.test(rule));
    const text = `${agent}: after the draft`;
    const id = await lab.send(agent, text);
    await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
    await lab.keys(agent, 'Enter');
    const prompt = await lab.dashboard.settled(id);
    expect(lab.model.prompts().slice(-2)).toEqual(['my own half-written words', text]);
    expect(prompt).toMatchObject({ status: 'completed', response: answerTo(text) });
  });

  test('that is at work for a person gets the prompt after that', async () => {
    const working = gate();
    lab.model.book.when(`${agent}: long work`, say('first and last', working));
    await lab.type(agent, `${agent}: long work`);
    await lab.dashboard.sessionWhere(agent, ({ rule }) => /draft/.test(rule));
    await lab.keys(agent, 'Enter');
    await working.reached;
    await lab.dashboard.sessionWhere(agent, ({ status }) => status === 'busy');
    const text = `${agent}: next please`;
    const id = await lab.send(agent, text);
    await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
    expect(lab.model.deliveries(text)).toBe(0);
    working.open();
    expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: answerTo(text) });
    expect(lab.model.deliveries(text)).toBe(1);
  });

  test('that is killed in its turn fails the prompt, which is given to nobody else', async () => {
    const name = `${agent}-killed`;
    await lab.agent(agent, name);
    const working = gate();
    const text = `${name}: work`;
    lab.model.book.when(text, say('never ends', working));
    const id = await lab.send(name, text);
    await working.reached;
    await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'working');
    const pid = Number(
      await lab.dashboard.tmux.command('display-message', '-p', '-t', `=${name}:`, '#{pane_pid}'),
    );
    process.kill(pid, 'SIGKILL');
    const prompt = await lab.dashboard.settled(id);
    expect(prompt.status).toBe('failed');
    expect(prompt.error).toMatch(new RegExp(name));
    expect(lab.model.deliveries(text)).toBe(1);
  });

  test('whose dashboard is killed in its turn still gets the prompt once, and the answer is kept', async () => {
    const working = gate();
    const text = `${agent}: across a restart`;
    lab.model.book.when(text, say(`${agent} was not disturbed`, working));
    const id = await lab.send(agent, text);
    await working.reached;
    await lab.dashboard.kill();
    await lab.dashboard.start();
    working.open();
    const prompt = await lab.dashboard.settled(id, 60_000);
    expect(prompt).toMatchObject({ status: 'completed', response: `${agent} was not disturbed` });
    expect(lab.model.deliveries(text)).toBe(1);
  });
});
