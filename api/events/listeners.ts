/**
 * Those who listen to an event stream. Everyone gets the same bytes, which are made once; one who doesn't read them is
 * let go: a browser comes back by itself and gets the whole state then.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createEventBuffer, createSession } from 'better-sse';

/** What may wait for one listener, beyond what it got first. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;
/** How long a listener may leave what was sent unread. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 15_000;

/** One event as it goes over the wire. */
export function frameOf(name: string, data: unknown): Buffer {
  return Buffer.from(createEventBuffer().event(name).data(data).dispatch().read());
}

interface Listener {
  readonly res: ServerResponse;
  readonly mayWaitBytes: number;
  /** Since when there has been something unread; undefined while there is nothing. */
  unreadSinceMs: number | undefined;
}

export type Listeners = ReturnType<typeof listeners>;

export function listeners({ patienceMs = PATIENCE_MS, lookEveryMs = LOOK_EVERY_MS } = {}) {
  const all = new Set<Listener>();
  let timer: NodeJS.Timeout | undefined;

  function write(listener: Listener, frame: Buffer): void {
    const { res } = listener;
    // Its login has ended; what it was sent before may still be on its way.
    if (res.writableEnded) return;
    if (!res.write(frame)) listener.unreadSinceMs ??= performance.now();
    if (res.writableLength > listener.mayWaitBytes) res.destroy();
  }

  function letSleepersGo(): void {
    const now = performance.now();
    for (const { res, unreadSinceMs } of all)
      if (unreadSinceMs !== undefined && now - unreadSinceMs > patienceMs) res.destroy();
  }

  return {
    count: () => all.size,
    /** From now on it gets what is sent to all; `first` before that. */
    add(res: ServerResponse, first: Buffer): void {
      const listener: Listener = {
        res,
        mayWaitBytes: first.length + MAX_UNREAD_BYTES,
        unreadSinceMs: undefined,
      };
      all.add(listener);
      timer ??= setInterval(letSleepersGo, lookEveryMs);
      res.on('drain', () => (listener.unreadSinceMs = undefined));
      res.once('close', () => {
        all.delete(listener);
        if (all.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      });
      write(listener, first);
    },
    toAll(frame: Buffer): void {
      for (const listener of all) write(listener, frame);
    },
    /** Ends all of them. */
    end(): void {
      for (const { res } of all) res.destroy();
    },
  };
}

/** Answers with the head of a stream, and keeps it from looking dead. */
export async function beginStream(req: IncomingMessage, res: ServerResponse): Promise<void> {
  await createSession(req, res, { retry: 1_000, keepAlive: 15_000 });
}
