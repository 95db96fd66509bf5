/** The tasks of the fake server: their calls, and their output as it comes. */
import type { ServerResponse } from 'node:http';
import { fakeTask, type FakeTask } from './fake-data';
import { fault, type Answer } from './fake-api';

export class FakeTasks {
  readonly all = new Map<number, FakeTask>();
  /** Each `POST /api/tasks`. */
  readonly submitted: Record<string, unknown>[] = [];
  private readonly followers = new Map<number, Set<ServerResponse>>();
  private readonly output = new Map<number, string>();

  constructor(private readonly emit: (event: string, data: unknown) => void) {}

  add(fields: Partial<FakeTask> = {}): FakeTask {
    const task = fakeTask(this.all.size + 1, fields);
    this.all.set(task.id, task);
    this.emit('task', task);
    return task;
  }

  move(id: number, fields: Partial<FakeTask>): FakeTask {
    const task = this.all.get(id);
    if (!task) throw new Error(`no task ${id}`);
    Object.assign(task, fields);
    this.emit('task', task);
    if (task.status !== 'pending' && task.status !== 'running') {
      for (const response of this.followers.get(id) ?? []) response.end(event('end', task));
    }
    return task;
  }

  print(id: number, text: string): void {
    const before = this.output.get(id) ?? '';
    this.output.set(id, before + text);
    const part = { offset: before.length, next_offset: before.length + text.length, text };
    for (const response of this.followers.get(id) ?? []) response.write(event('output', part));
  }

  /** A part of the output; its characters are bytes here. */
  log(id: number, query: URLSearchParams): Answer {
    const all = this.output.get(id) ?? '';
    const [offset, limit] = [Number(query.get('offset') ?? 0), Number(query.get('limit') ?? 262_144)];
    if (!this.all.has(id)) return fault(404, 'not_found', `There is no task ${id}.`);
    const text = all.slice(offset, offset + limit);
    const next = offset + text.length;
    return { body: { task_id: id, offset, next_offset: next, size: all.length, text, ended: true } };
  }

  follow(id: number, offset: number, response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    const followers = this.followers.get(id) ?? new Set();
    this.followers.set(id, followers.add(response));
    response.on('close', () => followers.delete(response));
    const text = (this.output.get(id) ?? '').slice(offset);
    response.write('retry: 200\n\n');
    if (text !== '') response.write(event('output', { offset, next_offset: offset + text.length, text }));
    const task = this.all.get(id);
    if (task && !['pending', 'running'].includes(task.status)) response.end(event('end', task));
  }

  /** How many follow its output. */
  followerCount(id: number): number {
    return this.followers.get(id)?.size ?? 0;
  }

  answer(call: string, url: URL, body: Record<string, unknown>): Answer {
    if (call === 'POST /api/tasks') return this.submit(body);
    if (call === 'GET /api/tasks') return { body: this.page(url.searchParams) };
    const [, id, action] = /\/tasks\/(\d+)(?:\/(\w+))?$/.exec(url.pathname) ?? [];
    const task = this.all.get(Number(id));
    if (!task) return fault(404, 'not_found', `There is no task ${id}.`);
    if (action === 'cancel')
      this.move(task.id, { status: 'cancelled', reason: 'cancelled by a person', signal: 'SIGTERM' });
    if (action === 'retry')
      this.move(task.id, { status: 'running', reason: 'running', signal: null, exit_code: null });
    return { body: task };
  }

  private submit(body: Record<string, unknown>): Answer {
    this.submitted.push(body);
    if (body['type'] === 'shell' && !body['command'])
      return fault(400, 'invalid_request', 'expected text', 'command');
    return {
      status: 201,
      body: this.add({ type: String(body['type']), title: String(body['command'] ?? body['type']) }),
    };
  }

  private page(query: URLSearchParams) {
    const [limit, offset] = [Number(query.get('limit') ?? 50), Number(query.get('offset') ?? 0)];
    const found = [...this.all.values()].sort((a, b) => b.id - a.id);
    return { items: found.slice(offset, offset + limit), total: found.length, limit, offset };
  }
}

const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
