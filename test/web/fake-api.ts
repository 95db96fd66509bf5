/**
 * A small server with the shapes of docs/api.md and the headers of the real one, whose data a test moves by hand.
 * The stricter Referrer-Policy is on purpose: the pages must send a usable Origin under it too.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { PromptStatus, Stage } from '../../workflows/contracts/glossary';
import { FakeConfirm } from './fake-confirm';
import {
  fakePrompt,
  fakeSession,
  fakeSettings,
  fakeSystem,
  fakeToday,
  type FakePrompt,
  type FakeSession,
} from './fake-data';
import { FakeHealth } from './fake-health';
import { fakeNeeds } from './fake-needs';
import { FakeMilestones } from './fake-milestones';
import { routes } from './fake-routes';
import { FakeTasks } from './fake-tasks';
import { FakeLogs } from './fake-logs';
import { beginStream, FakeMonitor } from './fake-monitor';
import type { FakeSecret } from './fake-vault';
import { FakeWork } from './fake-work';

const WEB = join(__dirname, '../../web/dist');
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};
export const CSP =
  "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'";
const PUBLIC = /^\/(login|health|assets\/|favicon)/;

export interface Answer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export class FakeApi {
  readonly prompts = new Map<number, FakePrompt>();
  /** Prompts that a stream doesn't begin with, as the real one leaves out those of long ago. */
  readonly longAgo = new Set<number>();
  /** What changed in the directories of prompts, an entry an attempt. */
  readonly changes = new Map<number, object[]>();
  readonly attachments: Record<string, unknown>[] = [];
  readonly sessions = new Map<string, FakeSession>();
  /** Machines that have sessions. */
  hosts: object[] = [];
  readonly milestones = new FakeMilestones();
  readonly work = new FakeWork();
  readonly secrets = new Map<number, FakeSecret>();
  /** Of prompts that are sent from now on: why nobody can take them. */
  warning: string | null = null;
  /** Each accepted or refused `POST /api/assigner/send`. */
  readonly sends: { key: string | undefined; body: Record<string, unknown> }[] = [];
  readonly keys = new Map<string, number>();
  readonly tasks = new FakeTasks((event, data) => this.emit(event, data));
  readonly system = { ...fakeSystem };
  readonly confirm = new FakeConfirm((event, data) => this.emit(event, data));
  /** What `explain` answers, by session. */
  readonly explanations = new Map<string, object>();
  /** null: who asks may not see them. */
  settings: object[] | null = fakeSettings;
  queue: object = { paused: false, reason: null, changed_by: null, changed_at: null };
  screen = '> ready';
  refuseLogin: string | null = null;
  /** How long `send` takes, so that a test can press twice meanwhile. */
  sendGate: Promise<void> = Promise.resolve();
  loggedIn = true;
  otherNeeds: Parameters<typeof fakeNeeds>[0]['more'] = {};
  /** Needs that were put away, each with its time. */
  readonly dismissed = new Map<string, string>();
  private toldNeeds = '';
  /** What /health says is wrong. */
  trouble: string[] = [];
  readonly health = new FakeHealth();
  private readonly streams = new Set<ServerResponse>();
  readonly monitor = new FakeMonitor(this);
  readonly logs = new FakeLogs();
  private readonly server: Server = createServer((request, response) => {
    this.answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  private steps = 0;

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  /** Ends every event stream, as a restarted server or a proxy would. */
  dropStreams(): void {
    for (const stream of this.streams) stream.destroy();
    this.monitor.dropStreams();
  }

  get streamCount(): number {
    return this.streams.size;
  }

  addSession(name: string, ...rest: [FakeSession['status']?, object?]): FakeSession {
    const session = fakeSession(name, ...rest);
    this.sessions.set(name, session);
    this.emit('session', session);
    return session;
  }

  removeSession(name: string): void {
    this.sessions.delete(name);
    this.emit('session_removed', { name });
  }

  addPrompt(fields: Partial<FakePrompt> = {}): FakePrompt {
    const prompt = fakePrompt(this.prompts.size + 1, fields);
    this.prompts.set(prompt.id, prompt);
    this.tellPrompt(prompt);
    return prompt;
  }

  /** Moves a prompt on and tells the streams, as its workflow would. */
  step(
    id: number,
    status: PromptStatus,
    stage: Stage,
    reason: string,
    fields: Partial<FakePrompt> = {},
  ): void {
    const prompt = this.prompts.get(id);
    if (!prompt) throw new Error(`no prompt ${id}`);
    Object.assign(prompt, { status, stage, reason }, fields);
    const at = new Date().toISOString();
    const evidence = stage === 'taken' ? 'UserPromptSubmit hook of session 7f3a' : null;
    prompt.history.push({ id: ++this.steps, at, stage, session: prompt.assigned_session, reason, evidence });
    this.tellPrompt(prompt);
  }

  counts() {
    const count = (...of: PromptStatus[]) =>
      [...this.prompts.values()].filter((p) => of.includes(p.status)).length;
    return {
      pending: count('pending'),
      in_progress: count('assigned', 'in_progress'),
      completed_today: count('completed'),
      failed_today: count('failed'),
    };
  }

  emit(event: string, data: unknown): void {
    this.monitor.tell();
    this.write(event, data);
    const { told } = this.needs();
    if (JSON.stringify(told) === this.toldNeeds) return;
    this.toldNeeds = JSON.stringify(told);
    this.write('needs', told);
  }

  /** All that needs a person, and what the streams tell of it. */
  needs(): ReturnType<typeof fakeNeeds> {
    const prompts = [...this.prompts.values()].filter(({ archived }) => !archived);
    const { otherNeeds: more, dismissed } = this;
    return fakeNeeds({ dialogs: this.confirm.pending(), prompts, more, dismissed });
  }

  /** Something other than a dialog or a prompt needs a person. */
  need(more: FakeApi['otherNeeds']): void {
    this.otherNeeds = { ...this.otherNeeds, ...more };
    this.emit('status', this.counts());
  }

  private write(event: string, data: unknown): void {
    for (const stream of this.streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  openStream(response: ServerResponse): void {
    beginStream(response, this.streams);
    const state = {
      prompts: [...this.prompts.values()].filter(({ id }) => !this.longAgo.has(id)).map(withoutHistory),
      sessions: [...this.sessions.values()],
      tasks: [...this.tasks.all.values()],
      status: this.counts(),
      queue: this.queue,
      system: this.system,
      confirmations: this.confirm.pending(),
      confirm: this.confirm.settings,
      needs: this.needs().told,
      vault: { due: [...this.secrets.values()].filter(({ due }) => due).length },
      today: fakeToday(),
    };
    response.write(`event: state\ndata: ${JSON.stringify(state)}\n\n`);
  }

  private tellPrompt(prompt: FakePrompt): void {
    this.emit('prompt', withoutHistory(prompt));
    this.emit('status', this.counts());
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    response.setHeader('Content-Security-Policy', CSP);
    response.setHeader('Referrer-Policy', 'no-referrer');
    if (request.method !== 'GET' && request.headers.origin !== this.url) {
      send(response, fault(403, 'forbidden_origin', `Origin ${request.headers.origin} is not this server.`));
      return;
    }
    if (!this.loggedIn && !PUBLIC.test(url.pathname)) {
      if (url.pathname.startsWith('/api/')) {
        send(response, fault(401, 'login_required', 'Log in first.'));
        return;
      }
      const next = new URLSearchParams({ next: url.pathname + url.search });
      send(response, { status: 303, headers: { Location: `/login?${next.toString()}` } });
      return;
    }
    if (url.pathname === '/api/monitor/events') {
      this.monitor.open(response);
      return;
    }
    if (url.pathname === '/api/events') {
      this.openStream(response);
      return;
    }
    const followed = /^\/api\/tasks\/(\d+)\/log$/.exec(url.pathname);
    if (followed && url.searchParams.get('follow') === 'true') {
      this.tasks.follow(Number(followed[1]), Number(url.searchParams.get('offset') ?? 0), response);
      return;
    }
    if (this.logs.stream(request, url, response)) return;
    const found = await routes(this, request, url);
    if (found) {
      send(response, found);
      return;
    }
    await sendFile(url.pathname, response);
  }
}

export const withoutHistory = ({ history: _, ...prompt }: FakePrompt) => prompt;

export function fault(status: number, code: string, message: string, field?: string): Answer {
  const details = field ? { details: [{ field, message }] } : {};
  return { status, body: { error: { code, message: field ? `${field}: ${message}` : message, ...details } } };
}

function send(response: ServerResponse, { status = 200, body, headers = {} }: Answer): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const name = path === '/' ? '/index.html' : path === '/login' ? '/login.html' : normalize(path);
  try {
    const text = await readFile(join(WEB, name));
    response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'text/plain' }).end(text);
  } catch {
    send(response, fault(404, 'not_found', `There is no page ${path}.`));
  }
}
