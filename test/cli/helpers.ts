/** Runs the command in this process, on streams that keep what was written. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { Config } from '../../config';
import type { InputStream, OutputStream } from '../../cli/io';
import { runCli } from '../../cli/run';
import type { Prompt, Session } from '../../api/document/api-types';
import type { ResponseOf } from '../../api/document/client-types';
import { TOKEN } from './fake-api';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** What is piped in; undefined = a terminal. */
  readonly stdin?: string;
  /** A terminal of so many columns. */
  readonly columns?: number;
  readonly colours?: boolean;
  readonly config?: Partial<Config>;
  readonly outputClosed?: AbortSignal;
  /** Called with everything written to stdout so far. */
  readonly onOutput?: (stdout: string) => void;
}

/** A data directory as a server leaves it, removed by `remove`. */
export function dataDirectory(files: Readonly<Record<string, string>> = {}): {
  dir: string;
  remove: () => void;
} {
  const dir = mkdtempSync(join(tmpdir(), 'architect-cli-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

interface Server {
  readonly url: string;
  /** Unset: that of the fake. */
  readonly token?: string;
}

/** Runs with the token and the server.json of the given server. */
export async function runWith(
  { url, token = TOKEN }: Server,
  argv: string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const server = JSON.stringify({ url, pid: process.pid });
  const data = dataDirectory({ 'api-token': `${token}\n`, 'server.json': server });
  try {
    return await run(argv, { ...options, config: { dataDir: data.dir, ...options.config } });
  } finally {
    data.remove();
  }
}

export async function run(argv: string[], options: RunOptions = {}): Promise<Outcome> {
  const stdout = output(options, options.onOutput);
  const stderr = output(options);
  const stdin: InputStream = Object.assign(
    Readable.from(options.stdin === undefined ? [] : [options.stdin]),
    {
      isTTY: options.stdin === undefined,
    },
  );
  const code = await runCli(argv, {
    stdout: stdout.stream,
    stderr: stderr.stream,
    stdin,
    config: options.config ?? {},
    ...(options.outputClosed === undefined ? {} : { outputClosed: options.outputClosed }),
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function output({ columns, colours }: RunOptions, onOutput?: (text: string) => void): Sink {
  let text = '';
  const stream: OutputStream = Object.assign(
    new PassThrough(),
    columns === undefined ? {} : { isTTY: true, columns, hasColors: () => colours === true },
  );
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    onOutput?.(text);
  });
  return { stream, text: () => text };
}

interface Sink {
  readonly stream: OutputStream;
  readonly text: () => string;
}

export function prompt(changes: Partial<Prompt> = {}): Prompt {
  return {
    id: 42,
    sent_by: null,
    content: 'Fix the login test',
    source: 'cli',
    priority: 5,
    rank: 42,
    position: null,
    status: 'pending',
    stage: 'queued',
    reason: 'waiting for a free session',
    warning: null,
    assigned_session: null,
    target_session: null,
    target_provider: null,
    specialty: null,
    created_at: new Date().toISOString(),
    assigned_at: null,
    completed_at: null,
    response: null,
    error: null,
    result: null,
    question: null,
    usage: null,
    metadata: null,
    origin: null,
    template: null,
    after: [],
    on: null,
    not_before: null,
    retry_count: 0,
    max_retries: 3,
    timeout_minutes: 30,
    archived: false,
    workflow_id: 'prompt-42',
    temporal_url: null,
    history: [],
    ...changes,
  };
}

export function session(changes: Partial<Session> = {}): Session {
  return {
    name: 'dev_worker1',
    status: 'waiting_input',
    reason: 'the input box is empty and nothing runs',
    rule: 'claude.ready',
    evidence: null,
    provider: 'claude',
    specialty: 'coding',
    is_claude: true,
    working_dir: '/home/me/app',
    project_id: null,
    host: 'box',
    pane_id: '%3',
    registered: true,
    attached: 0,
    current_task_id: null,
    last_activity: new Date().toISOString(),
    updated_at: new Date().toISOString(),
    evidence_source: null,
    disagreement: null,
    auto_confirm: 'safe',
    auto_confirm_until: null,
    confirmation_id: null,
    writer: null,
    writer_since: null,
    owner: null,
    limited_until: null,
    success_rate: 0.95,
    avg_completion_time: 32,
    total_tasks_completed: 19,
    total_tasks_failed: 1,
    ...changes,
  };
}

/** As GET /api/server answers. */
export function server(own: Partial<ResponseOf<'GET /api/server'>> = {}): ResponseOf<'GET /api/server'> {
  const [seen, process] = ['2025-02-07T12:00:30.000Z', '12@box'];
  return {
    pid: 12,
    since: '2025-02-07T12:00:00.000Z',
    address: 'http://localhost:8080',
    version: '3.0.0',
    data_dir: '/data',
    monitor: null,
    processes: [
      {
        ...{ role: 'server', pid: 12, version: '3.0.0', since: '2025-02-07T12:00:00.000Z' },
        ...{ state: 'running', last_seen: seen },
      },
    ],
    workers: [
      { kind: 'hub', process, state: 'running', last_seen: seen },
      { kind: 'work', process, state: 'running', last_seen: seen },
      { kind: 'host', process, state: 'running', last_seen: seen },
    ],
    ...own,
  };
}
