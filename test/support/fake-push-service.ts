/** A push service of a test's own, and the browser behind it: it can read what was meant for it. */
import { createECDH, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { decrypt } from 'http_ece';
import type { PushPayload } from '../../workflows/contracts/push';
import { CERTIFICATE } from './certificate';

export interface PushedTo {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** As it came over the wire. */
  readonly body: Buffer;
  readonly payload: PushPayload;
}

interface PushReply {
  readonly status: number;
  readonly headers?: Record<string, string>;
}

export class FakePushService {
  readonly pushed: PushedTo[] = [];
  /** The next answers; after the last one: taken. */
  replies: PushReply[] = [];
  private readonly keys = createECDH('prime256v1');
  private readonly auth = randomBytes(16).toString('base64url');
  private readonly waiting: (() => void)[] = [];
  private readonly server = createServer(CERTIFICATE, (request, response) => {
    void buffer(request).then((body) => {
      const text = decrypt(body, { version: 'aes128gcm', privateKey: this.keys, authSecret: this.auth });
      const { url = '', headers } = request;
      this.pushed.push({ path: url, headers, body, payload: JSON.parse(text.toString()) as PushPayload });
      const { status, headers: said } = this.replies.shift() ?? { status: 201 };
      response.writeHead(status, said).end('x'.repeat(10_000));
      this.waiting.splice(0).forEach((tell) => tell());
    });
  });

  async start(): Promise<this> {
    this.keys.generateKeys();
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** What a browser that has subscribed tells. */
  subscription(name = 'one') {
    const { port } = this.server.address() as AddressInfo;
    return {
      endpoint: `https://localhost:${port}/${name}`,
      keys: { p256dh: this.keys.getPublicKey('base64url'), auth: this.auth },
    };
  }

  /** Resolves when that many messages have come. */
  async received(count: number): Promise<void> {
    while (this.pushed.length < count) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}
