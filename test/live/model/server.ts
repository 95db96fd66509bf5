/** A model on loopback that does what its book says, and remembers each request. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerMessages, messagesError, readMessages, sideAnswer } from './anthropic';
import { Book } from './book';
import { type Json, type ModelRequest, unwrapped } from './request';
import { answerResponses, readResponses, responsesError } from './responses';
import { say, type Step } from './steps';

export interface Seen extends ModelRequest {
  /** Milliseconds since the epoch, with fractions. */
  readonly atMs: number;
  /** When the last byte of the answer was written; undefined while it isn't. */
  answeredMs?: number;
}

export interface Model {
  readonly url: string;
  readonly book: Book;
  /** All requests so far, oldest first. */
  readonly requests: readonly Seen[];
  /** The prompts that arrived, each once however often its request was repeated; long ones without their tag. */
  prompts(): string[];
  /** How often exactly this text was given to an agent. */
  deliveries(text: string): number;
  close(): Promise<void>;
}

export async function startModel(): Promise<Model> {
  const book = new Book();
  const requests: Seen[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, book, requests).catch((error: unknown) => {
      process.stderr.write(`model of the tests: ${error instanceof Error ? error.stack : String(error)}\n`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const prompts = (): string[] => {
    const heard = new Map<string, string>();
    for (const { main, conversation, done, texts, text } of requests) {
      // A repeated request has the same texts before it.
      if (main && done === 0) heard.set(JSON.stringify([conversation, texts.length, text]), unwrapped(text));
    }
    return [...heard.values()];
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    book,
    requests,
    prompts,
    deliveries: (text) => prompts().filter((one) => one === text).length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  book: Book,
  requests: Seen[],
): Promise<void> {
  const { pathname } = new URL(request.url ?? '', 'http://model');
  const api = request.method === 'POST' && /\/(messages|responses)$/.exec(pathname)?.[1];
  const body = await bodyOf(request);
  if (!api) {
    other(response, pathname);
    return;
  }
  const read = api === 'messages' ? readMessages : readResponses;
  const asked = read(body, request.headers);
  const seen: Seen = { ...asked, atMs: performance.timeOrigin + performance.now() };
  requests.push(seen);
  response.once('finish', () => (seen.answeredMs = performance.timeOrigin + performance.now()));

  const step: Step = asked.main
    ? book.stepFor(unwrapped(asked.text), asked.done)
    : say(api === 'messages' ? sideAnswer(body) : 'Test');
  const id = `test_${requests.length}`;
  if (step.kind === 'fail') {
    const { status, headers } = step.failure;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify((api === 'messages' ? messagesError : responsesError)(step.failure)));
  } else if (api === 'messages') await answerMessages(response, step, { body, id, tools: asked.tools });
  else await answerResponses(response, step, { body, id });
}

/** What else the agents ask for works without an answer of worth. */
function other(response: ServerResponse, pathname: string): void {
  const known = pathname.endsWith('/count_tokens') ? { input_tokens: 100 } : undefined;
  const models = pathname.endsWith('/models') ? { data: [], models: [] } : undefined;
  const found = known ?? models;
  response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify(found ?? { error: { type: 'not_found_error', message: 'There is no such route.' } }),
  );
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as Json);
}
