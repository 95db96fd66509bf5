/**
 * What a host asks of its hub over HTTP. Calls that are made in one moment go in one request. One that gets no answer is
 * asked again under the same id, for a while: the hub does it once.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  HOST_HEADERS,
  HOST_PROTOCOL,
  type HostMachine,
  type HubCalls,
} from '../../workflows/contracts/hosts';
import { type Answer, send } from '../http-client';
import { HostStoreRefusedError } from '../../workflows/contracts/host-store';

/** No answer from the hub; it may come later. */
export class HubUnreachableError extends Error {
  override readonly name = 'HubUnreachableError';
}

/** The hub wants nothing of this host any more: asking again changes nothing. */
export class HubRefusedError extends Error {
  override readonly name = 'HubRefusedError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const FINAL_CODES = ['host_token', 'host_replaced', 'host_protocol', 'conflict', 'invalid_request'];
const CALL_TIMEOUT_MS = 10_000;
/** Of a line that is slow, or full: a large request gets the time that it takes. */
const SLOWEST_BYTES_A_MS = 50;
const BEAT_TIMEOUT_MS = 3_000;
/** Longer than a hub takes to start again. */
const PATIENCE_MS = 20_000;
const HURRIED_MS = 500;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** The hub takes more, but no request may take longer than 30 s to arrive. */
const MAX_BATCH_BYTES = 1024 * 1024;
/** The hub refuses more than a thousand. */
const MAX_BATCH_CALLS = 500;

interface Waiting {
  readonly id: string;
  readonly text: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Result {
  readonly id: string;
  readonly value?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface HubClientOptions {
  /** No slash at the end. */
  readonly url: string;
  readonly token: string;
  /** Of this process. */
  readonly runId?: string;
  readonly protocol?: number;
  readonly patienceMs?: number;
  /** Told once, of what ends the work of this host. */
  readonly onRefused: (error: HubRefusedError) => void;
}

export type HubClient = ReturnType<typeof createHubClient>;

export function createHubClient(options: HubClientOptions) {
  const { url, token, onRefused } = options;
  let patience = options.patienceMs ?? PATIENCE_MS;
  const { runId = randomUUID(), protocol = HOST_PROTOCOL } = options;
  const headers = {
    authorization: `Bearer ${token}`,
    [HOST_HEADERS.run]: runId,
    [HOST_HEADERS.protocol]: String(protocol),
  };
  let queue: Waiting[] = [];
  let made = 0;
  let refused: HubRefusedError | undefined;
  const ended = new AbortController();

  async function post(path: string, body: string, timeoutMs: number): Promise<unknown> {
    if (refused) throw refused;
    let response: Answer;
    let text: string;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    try {
      // Not by fetch: to one who hangs up before he was asked it sends nothing, and waits for the answer.
      response = await send(`${url}${path}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.any([late.signal, ended.signal]),
      });
      text = await response.text();
    } catch (error) {
      throw new HubUnreachableError(`The hub ${url} doesn't answer (${(error as Error).message}).`, {
        cause: error,
      });
    } finally {
      clearTimeout(timer);
    }
    if (response.ok) return text === '' ? undefined : JSON.parse(text);
    const { code, message } = errorIn(text) ?? {};
    if (code !== undefined && message !== undefined && FINAL_CODES.includes(code)) {
      refused = new HubRefusedError(code, message);
      onRefused(refused);
      throw refused;
    }
    throw new HubUnreachableError(
      `The hub ${url} answers ${response.status}${message ? `: ${message}` : ''}.`,
    );
  }

  function sendAll(): void {
    const all = queue;
    queue = [];
    for (const batch of batches(all)) void ask(batch);
  }

  async function ask(batch: readonly Waiting[]): Promise<void> {
    const sinceMs = performance.now();
    for (let pauseMs = FIRST_PAUSE_MS, again = false; ; again = true) {
      try {
        const calls = batch.map(({ text }) => (again ? `{"again":true,${text.slice(1)}` : text));
        const body = `{"calls":[${calls.join(',')}]}`;
        const { results } = (await post('/api/host/calls', body, timeoutOf(body))) as { results: Result[] };
        const byId = new Map(results.map((result) => [result.id, result]));
        for (const waiting of batch) settle(waiting, byId.get(waiting.id));
        return;
      } catch (error) {
        if (!(error instanceof HubUnreachableError) || performance.now() - sinceMs > patience) {
          for (const { reject } of batch) reject(error as Error);
          return;
        }
      }
      await pause(pauseMs, undefined, { signal: ended.signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  return {
    runId,
    headers,
    call<Name extends keyof HubCalls>(
      method: Name,
      ...args: Parameters<HubCalls[Name]>
    ): ReturnType<HubCalls[Name]> {
      made += 1;
      const id = `${runId}-${made}`;
      const answer = new Promise((resolve, reject) => {
        if (queue.length === 0) setImmediate(sendAll);
        queue.push({ id, text: JSON.stringify({ id, method, args }), resolve, reject });
      });
      return answer as ReturnType<HubCalls[Name]>;
    },
    join: (body: { readonly name: string | null; readonly version: string }): Promise<unknown> =>
      post('/api/host/join', JSON.stringify({ ...body, run_id: runId }), CALL_TIMEOUT_MS),
    /** Says that this host is there; gives the hub's clock, Unix milliseconds. */
    async beat(machine: HostMachine): Promise<number> {
      const body = JSON.stringify({
        memory_free_mib: machine.memoryFreeMib,
        memory_total_mib: machine.memoryTotalMib,
        load: machine.load,
        cpus: machine.cpus,
      });
      const { now_ms: nowMs } = (await post('/api/host/beat', body, BEAT_TIMEOUT_MS)) as { now_ms: number };
      return nowMs;
    },
    leave: (): Promise<unknown> => post('/api/host/leave', '{}', BEAT_TIMEOUT_MS),
    /** This host stops: what gets no answer is not asked for long. */
    hurry: (): void => void (patience = HURRIED_MS),
    /** Nothing is asked any more. */
    end: (): void => ended.abort(),
  };
}

const timeoutOf = ({ length }: string): number => Math.ceil(CALL_TIMEOUT_MS + length / SLOWEST_BYTES_A_MS);

function settle({ resolve, reject }: Waiting, result: Result | undefined): void {
  if (result === undefined) reject(new Error('The hub gave no answer to a call.'));
  else if (result.error === undefined) resolve(result.value);
  else if (result.error.code === 'refused') reject(new HostStoreRefusedError(result.error.message));
  else reject(new Error(result.error.message));
}

function* batches(all: readonly Waiting[]): Generator<Waiting[]> {
  let batch: Waiting[] = [];
  let bytes = 0;
  for (const one of all) {
    if (batch.length > 0 && (bytes + one.text.length > MAX_BATCH_BYTES || batch.length === MAX_BATCH_CALLS)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(one);
    bytes += one.text.length;
  }
  if (batch.length > 0) yield batch;
}

function errorIn(text: string): { code?: string; message?: string } | undefined {
  try {
    return (JSON.parse(text) as { error?: { code?: string; message?: string } }).error;
  } catch {
    return undefined;
  }
}
