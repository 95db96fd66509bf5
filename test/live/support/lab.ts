/** The whole product with real agent programs in its sessions and a model of the test's own. */
import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';
import { type Dashboard, startDashboard, until } from '../../support/dashboard';
import { type Model, startModel } from '../model/server';
import { type AgentHome, claudeHome, codexHome } from './homes';
import { descendants, endAll, naming } from './processes';

/** What a person's own agents go by must not reach those of the tests. */
const PERSONAL = /^(ANTHROPIC|CLAUDE|CODEX|OPENAI|AWS|GOOGLE|VERTEX|DISABLE_|ENABLE_|MCP_)/;

const PRESS_TIMEOUT_MS = 2_000;
const PRESS_ATTEMPTS = 5;

/** The selected option of a dialog. */
const MENU = /^\s*[❯›] (?:\d\. \S|Yes\b|No\b)/m;

export type LiveAgent = 'claude' | 'codex';

export interface Lab {
  readonly dashboard: Dashboard;
  readonly model: Model;
  /** PATH with the agent programs. */
  readonly path: string;
  /** Makes a session with an agent and waits until it is ready; `change` may alter its home before. Gives its directory. */
  agent(provider: LiveAgent, name: string, options?: AgentOptions): Promise<string>;
  /** Queues `content` for `session` and waits until it has ended. */
  ask(session: string, content: string, more?: Record<string, unknown>): Promise<any>;
  /** Gives `content` to `session`, returns the prompt's id at once. */
  send(session: string, content: string, more?: Record<string, unknown>): Promise<number>;
  screen(session: string): Promise<string>;
  /** Gives the session's terminal a size. */
  resize(session: string, width: number, height: number): Promise<void>;
  /** The newest confirmation of the session that is as `test` wants it, once there is one. */
  confirmation(session: string, test: (one: any) => boolean): Promise<any>;
  /** Presses keys as a person in the terminal does. */
  keys(session: string, ...names: string[]): Promise<void>;
  /** Presses keys until they have worked: agents ignore those that come right after they have drawn a dialog. */
  press(session: string, names: readonly string[], done: () => Promise<boolean>): Promise<void>;
  /** Answers the dialog that is open. Keys that do nothing in an empty input box: they may come twice. */
  answer(session: string, ...names: string[]): Promise<void>;
  /** Types text as a person does, without Enter. */
  type(session: string, text: string): Promise<void>;
  close(): Promise<void>;
}

export interface AgentOptions {
  readonly change?: (home: AgentHome) => AgentHome;
  /** False: returns while the agent still starts. */
  readonly ready?: boolean;
  readonly trusted?: boolean;
}

export async function startLab(settings: Record<string, string> = {}): Promise<Lab> {
  for (const name of Object.keys(env)) if (PERSONAL.test(name)) Reflect.deleteProperty(env, name);
  // Set where the programs were installed: jest.agents.config.js, bench/run.mjs.
  const path = [env['AGENT_PROGRAM_DIRS'], env['PATH']].join(delimiter);
  const model = await startModel();
  const dashboard = await startDashboard({ PATH: path, ...settings }).catch(async (error: unknown) => {
    await model.close();
    throw error;
  });
  const { tmux } = dashboard;

  const send: Lab['send'] = (session, content, more) =>
    dashboard.send({ content, target_session: session, max_retries: 0, ...more });

  const lab: Lab = {
    dashboard,
    model,
    path,
    send,
    async agent(
      provider,
      name,
      { change = (home: AgentHome): AgentHome => home, ready = true, trusted = true } = {},
    ) {
      const dir = join(dashboard.dir, 'work', name);
      mkdirSync(dir, { recursive: true });
      const make = provider === 'claude' ? claudeHome : codexHome;
      const home = change(make(join(dashboard.dir, 'homes', name), model.url, trusted ? [dir] : []));
      const body = {
        name,
        provider,
        working_dir: dir,
        command: home.command,
        env: { PATH: path, ...home.env },
      };
      const answer = await dashboard.call('/api/sessions', { body });
      if (answer.status !== 201) throw new Error(`session ${name}: ${JSON.stringify(answer.body)}`);
      if (ready) await dashboard.sessionWhere(name, ({ status }) => status === 'waiting_input', 60_000);
      return dir;
    },
    async ask(session, content, more) {
      return dashboard.settled(await send(session, content, more), 90_000);
    },
    screen: (session) => tmux.command('capture-pane', '-p', '-t', `=${session}:`),
    async resize(session, width, height) {
      await tmux.command('resize-window', '-t', `=${session}:`, '-x', String(width), '-y', String(height));
    },
    confirmation: (session, test) =>
      until(
        async () => (await dashboard.call(`/api/confirmations?session=${session}`)).body.items.find(test),
        Boolean,
        `a confirmation of session ${session}`,
      ),
    async keys(session, ...names) {
      await tmux.command('send-keys', '-t', `=${session}:`, ...names);
    },
    async press(session, names, done) {
      const seen = (): Promise<unknown> => until(done, Boolean, `${names.join(' ')} works`, PRESS_TIMEOUT_MS);
      for (let attempt = 1; attempt < PRESS_ATTEMPTS; attempt += 1) {
        await lab.keys(session, ...names);
        if (
          await seen().then(
            () => true,
            () => false,
          )
        )
          return;
      }
      await seen();
    },
    async answer(session, ...names) {
      // An agent's hook tells of its dialog before it is drawn; a key that comes then is a draft.
      await until(
        () => lab.screen(session),
        (screen) => MENU.test(screen),
        `${session} shows its dialog`,
      );
      await lab.press(session, names, async () => !MENU.test(await lab.screen(session)));
    },
    async type(session, text) {
      await tmux.command('send-keys', '-t', `=${session}:`, '-l', '--', text);
    },
    async close() {
      // Agents write to their homes until they have ended, so they go before the directory does.
      const server = await tmux.serverPid().catch(() => undefined);
      if (server !== undefined) {
        const agents = await descendants(server);
        await tmux.killServer();
        await endAll(agents);
        // Those that were sent to the background, and daemons, live in no terminal.
        for (const place of ['work', 'homes']) await endAll(await naming(join(dashboard.dir, place)));
      }
      await dashboard.close();
      await model.close();
    },
  };
  return lab;
}
