/** A network between a host and its hub, of which a test pulls the cable, or which is slow. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Network {
  readonly url: string;
  /** Nothing passes any more, and nobody is told so, as by a cable that was pulled. */
  cut(): void;
  /** What passes from now on passes; connections of before stay dead. */
  mend(): void;
  /** Every packet takes so much longer, each way. */
  slow(delayMs: number): void;
  close(): Promise<void>;
}

export async function networkTo(url: string): Promise<Network> {
  const hub = new URL(url);
  const sockets = new Set<Socket>();
  let isCut = false;
  let delayMs = 0;
  const pass = (from: Socket, to: Socket): void => {
    // In the order in which it came, also where the line has become faster meanwhile.
    let before = Promise.resolve();
    const after = (work: () => void): void => {
      const dueMs = performance.now() + delayMs;
      before = before.then(() => until(dueMs)).then(() => (isCut ? undefined : work()));
    };
    from.on('data', (data) => after(() => to.writable && to.write(data)));
    from.on('close', () => {
      sockets.delete(from);
      after(() => to.destroySoon());
    });
  };
  const server = createServer((near) => {
    // To whom a cable was pulled nothing is refused either.
    const far = isCut ? undefined : connect(Number(hub.port), hub.hostname);
    for (const socket of [near, far]) if (socket) sockets.add(socket.on('error', () => socket.destroy()));
    if (!far) return;
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => void (isCut = true),
    mend() {
      // What had been on its way is lost, and so are the connections, as behind a router that was started again.
      if (isCut) for (const socket of sockets) socket.destroy();
      isCut = false;
    },
    slow: (ms) => void (delayMs = ms),
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function until(dueMs: number): Promise<void> | undefined {
  const leftMs = dueMs - performance.now();
  return leftMs <= 0 ? undefined : new Promise((resolve) => setTimeout(resolve, leftMs));
}
