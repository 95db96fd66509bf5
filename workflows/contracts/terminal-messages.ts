/**
 * What a page and the server say to each other over the WebSocket of a terminal: JSON as text, and the terminal's output
 * as binary messages.
 */
import type { SentSnapshot } from './terminal-door';

/** Longest text of one paste, in characters. */
export const MAX_PASTE = 256 * 1024;
/** Longest piece of keys, in characters: more comes as a paste. */
export const MAX_KEYS = 4_096;
/** Smallest and largest size that a window may be given, in characters. */
export const SIZE_LIMITS = { cols: { min: 20, max: 500 }, rows: { min: 5, max: 200 } } as const;

/** Why the connection was closed, as WebSockets number it: the page comes back after any other. */
export const CLOSED = {
  /** The login has ended. */
  login: 4401,
  /** There is nothing to watch. */
  gone: 4404,
} as const;

export interface WriterNow {
  readonly name: string;
  /** This very connection. */
  readonly isYou: boolean;
}

/** To the page. */
export type TerminalMessage =
  | {
      readonly type: 'hello';
      /** What the session is called now. */
      readonly session: string;
      /** A line for a shell of the server's machine. */
      readonly attach: string;
      /** Whether this login may take the terminal over. */
      readonly mayWrite: boolean;
      readonly you: string;
      readonly writer: WriterNow | null;
      /** A hold outlives its connection for so long. */
      readonly graceMs: number;
    }
  | ({ readonly type: 'snapshot' } & SentSnapshot)
  /** `key` takes the hold up again after the connection was lost. */
  | { readonly type: 'taken'; readonly key: string }
  /** The keyboard is no longer this connection's. */
  | { readonly type: 'given_back'; readonly reason: string }
  /** `by`: who has it; asked for with `force` it is taken from them. */
  | { readonly type: 'not_taken'; readonly message: string; readonly by: string | null }
  | { readonly type: 'typed'; readonly id: number }
  | { readonly type: 'not_typed'; readonly id: number; readonly message: string }
  | { readonly type: 'size_taken' }
  | { readonly type: 'size_not_taken'; readonly message: string }
  | { readonly type: 'size_given_back' }
  | { readonly type: 'problem'; readonly message: string }
  | { readonly type: 'ended'; readonly reason: string };

/** From the page. */
export type TerminalRequest =
  | { readonly type: 'ack'; readonly bytes: number }
  | { readonly type: 'refresh' }
  | { readonly type: 'take'; readonly force: boolean }
  | { readonly type: 'resume'; readonly key: string }
  | { readonly type: 'give_back' }
  | { readonly type: 'keys'; readonly id: number; readonly data: string }
  | { readonly type: 'paste'; readonly id: number; readonly text: string; readonly enter: boolean }
  | { readonly type: 'take_size'; readonly cols: number; readonly rows: number }
  | { readonly type: 'give_size_back' };
