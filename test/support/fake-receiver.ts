/** Something on the other side of the net that takes JSON: it says what the test wants, when it wants. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface Received<Body> {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Answers only then. */
  readonly after?: Promise<void>;
  /** The connection is cut in the place of an answer. */
  readonly cut?: true;
}

export class FakeReceiver<Body = any> {
  readonly requests: Received<Body>[] = [];
  /** The next answers; after the last one: taken. */
  replies: Reply[] = [];
  private readonly waiting: (() => void)[] = [];
  private readonly server = createServer((request, response) => {
    void json(request).then(async (body) => {
      const { url = '', headers } = request;
      this.requests.push({ path: url, headers, body: body as Body });
      const reply = this.replies.shift() ?? this.taken;
      this.waiting.splice(0).forEach((tell) => tell());
      await reply.after;
      if (reply.cut) request.socket.destroy();
      else
        response
          .writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
          .end(reply.body);
    });
  });

  constructor(private readonly taken: Reply = { body: '{}' }) {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** Resolves when that many requests have come. */
  async asked(count: number): Promise<void> {
    while (this.requests.length < count) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

/** An address where nobody listens. */
export async function nobody(): Promise<string> {
  const gone = await new FakeReceiver().start();
  const { url } = gone;
  await gone.stop();
  return url;
}
