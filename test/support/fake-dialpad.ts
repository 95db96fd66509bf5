/** Dialpad's API for text messages: it says what the test wants, when it wants. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface DialpadRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: { from_number: string; to_numbers: string[]; text: string };
}

export interface DialpadReply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Answers only then. */
  readonly after?: Promise<void>;
  /** The connection is cut in the place of an answer. */
  readonly cut?: true;
}

/** Of 64 bits: JSON.parse would round it. */
export const MESSAGE_ID = '9007199254740993123';
export const TAKEN: DialpadReply = {
  body: `{"id": ${MESSAGE_ID}, "message_status": "pending", "message_delivery_result": "accepted"}`,
};
export const refusing = (status: number, headers: Record<string, string> = {}): DialpadReply => ({
  ...{ status, headers, body: '{"error": {"message": "number +15551234567 is not yours", "code": 1}}' },
});

export class FakeDialpad {
  readonly requests: DialpadRequest[] = [];
  /** The next answers; after the last one: taken. */
  replies: DialpadReply[] = [];
  private readonly waiting: (() => void)[] = [];
  private readonly server = createServer((request, response) => {
    void json(request).then(async (body) => {
      const { url = '', headers } = request;
      this.requests.push({ path: url, headers, body: body as DialpadRequest['body'] });
      const reply = this.replies.shift() ?? TAKEN;
      this.waiting.splice(0).forEach((tell) => tell());
      await reply.after;
      if (reply.cut) request.socket.destroy();
      else
        response
          .writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
          .end(reply.body);
    });
  });

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
  const gone = await new FakeDialpad().start();
  const { url } = gone;
  await gone.stop();
  return url;
}
