/** The log files, and the reported errors, of the fake server. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ResponseOf } from '../../api/document/client-types';
import type { Answer } from './fake-api';
import { beginStream } from './fake-monitor';

type LogLine = ResponseOf<'GET /api/logs/lines'>['items'][number];
type ReportedError = ResponseOf<'GET /api/errors'>['items'][number];

export class FakeLogs {
  /** The newest first. */
  lines: LogLine[] = [];
  readonly errors = new Map<number, ReportedError>();
  /** Of each page. */
  size = 50;
  /** The query of each stream and each page that was asked for. */
  readonly asked: URLSearchParams[] = [];
  private readonly streams = new Set<ServerResponse>();

  add(fields: Partial<LogLine> = {}): LogLine {
    const line: LogLine = {
      ...{ part: 'assigner', at: new Date().toISOString(), level: 'info', component: 'assigner' },
      ...{ text: `line ${this.lines.length + 1}`, request_id: null, workflow_id: null, prompt_id: null },
      ...{ more: {}, ...fields },
    };
    this.lines.unshift(line);
    for (const stream of this.streams) stream.write(event('lines', { items: [line] }));
    return line;
  }

  addError(fields: Partial<ReportedError> = {}): ReportedError {
    const id = this.errors.size + 1;
    const at = new Date().toISOString();
    const error: ReportedError = {
      ...{ id, fingerprint: `f${id}`, message: `fault ${id}`, source: 'dashboard', stack: null, url: null },
      ...{ level: 'error', status: 'open', count: 1, first_seen: at, last_seen: at, created_at: at },
      ...{ resolved_at: null, resolved_by: null, reopened_at: null, ...fields },
    };
    this.errors.set(id, error);
    return error;
  }

  /** True if it has answered. */
  stream(request: IncomingMessage, url: URL, response: ServerResponse): boolean {
    if (request.method !== 'GET' || url.pathname !== '/api/logs/stream') return false;
    this.asked.push(url.searchParams);
    beginStream(response, this.streams);
    response.write(event('page', this.page(url.searchParams)));
    return true;
  }

  answer(call: string, url: URL): Answer | undefined {
    if (call === 'GET /api/logs') {
      const at = new Date().toISOString();
      const part = {
        part: 'assigner',
        file: 'assigner.log',
        kind: 'server',
        bytes: 1_200_000,
        written_at: at,
      };
      return { body: { items: [part, { ...part, part: 'temporal', file: 'temporal.log', kind: 'output' }] } };
    }
    if (call === 'GET /api/logs/lines') {
      this.asked.push(url.searchParams);
      return { body: this.page(url.searchParams) };
    }
    if (call === 'GET /api/logs/errors') return { body: { items: this.groups(), searched_to: null } };
    if (call === 'GET /api/errors') return { body: this.list(url.searchParams.get('status')) };
    const [, id, action] = /^POST \/api\/errors\/(\d+)\/(resolve|reopen)$/.exec(call) ?? [];
    const error = this.errors.get(Number(id));
    if (!error) return undefined;
    const isResolved = action === 'resolve';
    Object.assign(error, {
      status: isResolved ? 'resolved' : 'open',
      resolved_by: isResolved ? 'ann' : null,
    });
    return { body: error };
  }

  private page(query: URLSearchParams) {
    const q = query.get('q')?.toLowerCase() ?? '';
    const fits = this.lines.filter(
      (line) =>
        line.text.toLowerCase().includes(q) &&
        (query.get('level') !== 'error' || line.level === 'error') &&
        (query.get('prompt') === null || line.prompt_id === Number(query.get('prompt'))),
    );
    const from = Number(query.get('before') ?? 0);
    const items = fits.slice(from, from + this.size);
    const next = from + this.size < fits.length ? String(from + this.size) : null;
    return { items, next, searched_to: items.at(-1)?.at ?? null };
  }

  private groups() {
    return this.lines
      .filter(({ level }) => level === 'error')
      .map(({ text, part, at, request_id, workflow_id, prompt_id }) => ({
        ...{ text, part, count: 2, first_at: at, last_at: at, request_id, workflow_id, prompt_id },
      }));
  }

  private list(status: string | null) {
    const items = [...this.errors.values()].filter((error) => status === null || error.status === status);
    return { items, total: items.length, limit: 50, offset: 0 };
  }
}

const event = (name: string, data: object): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
