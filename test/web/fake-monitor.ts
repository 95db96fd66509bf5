/** The monitor of the fake server: what it shows is made of the rest of it. */
import type { ServerResponse } from 'node:http';
import type { MonitorBoard } from '../../api/document/api-types';
import { type Answer, type FakeApi, fault } from './fake-api';
import type { FakePrompt, FakeSession } from './fake-data';

export class FakeMonitor {
  /** Who asks was let in by a link. */
  alone = false;
  /** The token of the link that there is. */
  link = 'archm_fake';
  machine = 'box';
  workers: MonitorBoard['workers'] = (['hub', 'work', 'host'] as const).map((kind) => ({
    ...{ kind, state: 'running', running: 1, silent: 0, last_seen: new Date().toISOString() },
  }));
  private readonly streams = new Set<ServerResponse>();

  constructor(private readonly api: FakeApi) {}

  board(): MonitorBoard {
    const { api, machine, workers } = this;
    const prompts = [...api.prompts.values()].filter(({ archived }) => !archived);
    const running = prompts.filter(({ status }) => status === 'assigned' || status === 'in_progress');
    const next = prompts.filter(({ stage }) => stage === 'accepted' || stage === 'queued');
    const tasks = [...api.tasks.all.values()];
    const active = tasks.filter(({ status }) => status === 'running');
    const sessions = [...api.sessions.values()];
    return {
      ...{ machine, workers, health: api.trouble.length > 0 ? 'degraded' : 'healthy' },
      ...{ counts: api.counts(), needs: api.needs().told.total, queue: api.queue as MonitorBoard['queue'] },
      ...{ sessions: sessions.map((one) => this.sessionOf(one)), sessions_total: sessions.length },
      ...{ running: running.map(promptOf), running_total: running.length },
      next: next
        .sort((a, b) => b.priority - a.priority || a.id - b.id)
        .slice(0, 8)
        .map(promptOf),
      tasks: active.map((task) => ({
        ...{
          id: task.id,
          type: task['type'],
          title: task.title,
          since: task['started_at'] as string,
        },
      })),
      tasks_running: active.length,
      tasks_waiting: tasks.filter(({ status }) => status === 'pending').length,
      checked_at: new Date().toISOString(),
    };
  }

  private sessionOf(session: FakeSession): MonitorBoard['sessions'][number] {
    const { name, provider, status, reason, limited_until, last_activity, current_task_id } = session;
    const prompt = this.api.prompts.get(current_task_id ?? 0);
    return {
      ...{ name, provider, status, reason, limited_until, last_activity, confirming: false },
      prompt: prompt ? { id: prompt.id, text: lineOf(prompt.content) } : null,
    };
  }

  open(response: ServerResponse): void {
    beginStream(response, this.streams);
    response.write(this.frame());
  }

  tell(): void {
    for (const stream of this.streams) stream.write(this.frame());
  }

  dropStreams(): void {
    for (const stream of this.streams) stream.destroy();
  }

  openLink({ token }: Record<string, unknown>): Answer {
    if (token !== this.link) return fault(401, 'link_refused', 'This link to the monitor was revoked.');
    Object.assign(this.api, { loggedIn: true });
    this.alone = true;
    return { status: 204 };
  }

  private frame(): string {
    return `event: board\ndata: ${JSON.stringify(this.board())}\n\n`;
  }
}

export function beginStream(response: ServerResponse, streams: Set<ServerResponse>): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write('retry: 200\n\n');
  streams.add(response);
  response.on('close', () => streams.delete(response));
}

const lineOf = (text: string): string => text.split('\n', 1)[0]?.slice(0, 160) ?? '';

function promptOf(prompt: FakePrompt): MonitorBoard['running'][number] {
  const { id, status, stage, priority, content, assigned_session, target_session } = prompt;
  return {
    ...{ id, status, stage, priority, text: lineOf(content), session: assigned_session ?? target_session },
    since: prompt.assigned_at ?? prompt.created_at,
  };
}
