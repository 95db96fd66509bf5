/** A server that speaks both APIs of language models on loopback, and answers as it is told. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Reply {
  /** An answer with this text. */
  readonly text?: string;
  /** An error of this status. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** This body, whatever it is, with status 200. */
  readonly raw?: string;
  /** Nothing is answered until the caller goes. */
  readonly hangs?: true;
  /** The connection is cut when the request has been read. */
  readonly breaks?: true;
  /** A stream that breaks off after so many pieces. */
  readonly cutAfter?: number;
  /** The answer says nothing of tokens. */
  readonly withoutUsage?: true;
  /** Waits for it before it answers. */
  readonly after?: Promise<unknown>;
}

export interface Asked {
  readonly api: 'anthropic' | 'openai';
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    model: string;
    stream?: boolean;
    system?: string;
    max_tokens?: number;
    messages: { role: string; content: string }[];
  };
}

export interface ModelApi {
  readonly anthropicUrl: string;
  readonly openaiUrl: string;
  readonly asked: Asked[];
  /** The next replies; after them every request gets the last one again. */
  reply(...replies: Reply[]): void;
  /** The next request that comes. */
  next(): Promise<Asked>;
  /** A request whose caller has gone. */
  gone(): Promise<void>;
  close(): Promise<void>;
}

export const INPUT_TOKENS = 1_000;
export const OUTPUT_TOKENS = 100;

export async function startModelApi(): Promise<ModelApi> {
  let replies: Reply[] = [{ text: 'Hello.' }];
  const asked: Asked[] = [];
  const waiting: ((one: Asked) => void)[] = [];
  const left: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('close', () => {
      if (!response.writableFinished) left.splice(0).forEach((tell) => tell());
    });
    request.on('end', () => {
      const api = request.url?.includes('/messages') ? 'anthropic' : 'openai';
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked['body'];
      const one: Asked = { api, headers: request.headers, body };
      asked.push(one);
      waiting.splice(0).forEach((tell) => tell(one));
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      void answer(one, response, reply ?? {});
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ asked, anthropicUrl: url, openaiUrl: `${url}/v1` },
    reply: (...next) => void (replies = next),
    next: () => new Promise((resolve) => waiting.push(resolve)),
    gone: () => new Promise((resolve) => left.push(resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer({ api, body }: Asked, response: ServerResponse, reply: Reply): Promise<void> {
  await reply.after;
  if (reply.hangs) return;
  if (reply.breaks) {
    response.destroy();
    return;
  }
  if (reply.raw !== undefined) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(reply.raw);
    return;
  }
  if (reply.status !== undefined) {
    const message = reply.message ?? `status ${reply.status}`;
    const error = { type: 'error', error: { type: 'an_error', message } };
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(JSON.stringify(error));
    return;
  }
  const text = reply.text ?? '';
  if (body.stream === true) return stream(api, body.model, response, reply);
  const whole = api === 'anthropic' ? message(body.model, text) : completion(body.model, text);
  const { usage: _usage, ...bare } = whole;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(reply.withoutUsage ? bare : whole));
}

const message = (model: string, text: string) => ({
  ...{ id: 'msg_1', type: 'message', role: 'assistant', model, content: [{ type: 'text', text }] },
  ...{ stop_reason: 'end_turn', stop_sequence: null },
  usage: { input_tokens: INPUT_TOKENS, output_tokens: OUTPUT_TOKENS },
});

const completion = (model: string, text: string) => ({
  ...{ id: 'chat_1', object: 'chat.completion', created: 1, model },
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: text } }],
  usage: {
    prompt_tokens: INPUT_TOKENS,
    completion_tokens: OUTPUT_TOKENS,
    total_tokens: INPUT_TOKENS + OUTPUT_TOKENS,
  },
});

async function stream(
  api: Asked['api'],
  model: string,
  response: ServerResponse,
  { text = '', cutAfter }: Reply,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const pieces = text.match(/\S+\s*/g) ?? [];
  const events = api === 'anthropic' ? messageEvents(model, pieces) : chunks(model, pieces);
  const before = api === 'anthropic' ? 2 : 0;
  const sent = cutAfter === undefined ? events : events.slice(0, before + cutAfter);
  for (const event of sent) {
    const name = 'type' in event ? `event: ${String(event.type)}\n` : '';
    await new Promise<void>((resolve) =>
      response.write(`${name}data: ${JSON.stringify(event)}\n\n`, () => resolve()),
    );
  }
  if (cutAfter !== undefined) return void response.destroy();
  response.end(api === 'openai' ? 'data: [DONE]\n\n' : undefined);
}

function messageEvents(model: string, pieces: readonly string[]): object[] {
  const { content: _content, usage, ...start } = message(model, '');
  return [
    {
      type: 'message_start',
      message: { ...start, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...pieces.map((text) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text },
    })),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: OUTPUT_TOKENS },
    },
    { type: 'message_stop' },
  ];
}

function chunks(model: string, pieces: readonly string[]): object[] {
  const { usage } = completion(model, '');
  const chunk = { id: 'chat_1', object: 'chat.completion.chunk', created: 1, model };
  return [
    ...pieces.map((content) => ({
      ...chunk,
      choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }],
    })),
    { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    { ...chunk, choices: [], usage },
  ];
}
