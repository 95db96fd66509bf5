/** Passes connections on as they are, as `socat` or `ssh -R` does, or a container's published port. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Forwarder {
  readonly port: number;
  /** Ends all connections and takes none, as a cable that is pulled. */
  cut(): void;
  /** Keeps connections, and passes nothing on, as a line that is overloaded. */
  stall(): void;
  /** Ends a cut or a stall. */
  mend(): void;
  close(): Promise<void>;
}

export async function forwardTo(port: number): Promise<Forwarder> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: 'open' | 'cut' | 'stalled' = 'open';
  const join = ([near, far]: readonly [Socket, Socket]): void => void near.pipe(far).pipe(near);
  const part = ([near, far]: readonly [Socket, Socket]): void => {
    near.unpipe(far).pause();
    far.unpipe(near).pause();
  };
  const end = (): void => pairs.forEach((pair) => pair.forEach((socket) => socket.destroy()));

  const server = createServer((near) => {
    if (state === 'cut') return void near.destroy();
    const pair = [near, connect(port, '127.0.0.1')] as const;
    pairs.add(pair);
    for (const socket of pair)
      socket
        .on('error', () => pair.forEach((one) => one.destroy()))
        .once('close', () => {
          pairs.delete(pair);
          // The other one may be held by a stall: then nothing else would ever end it.
          for (const one of pair) one.destroySoon();
        });
    if (state === 'open') join(pair);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      state = 'cut';
      end();
    },
    stall() {
      state = 'stalled';
      pairs.forEach(part);
    },
    mend() {
      if (state === 'stalled') pairs.forEach(join);
      state = 'open';
    },
    close: () => {
      end();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
