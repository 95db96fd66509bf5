/** What the model of the tests does: each request it gets is answered with one step. */

/** A point that the model waits at until the test opens it: in place of pauses. */
export interface Gate {
  /** Resolves when the model has come to it. */
  readonly reached: Promise<void>;
  readonly opened: Promise<void>;
  open(): void;
  reach(): void;
}

export function gate(): Gate {
  const [reached, reach] = moment();
  const [opened, open] = moment();
  return { reached, opened, open, reach };
}

function moment(): [Promise<void>, () => void] {
  let come = (): void => undefined;
  const moment = new Promise<void>((resolve) => (come = resolve));
  return [moment, come];
}

/** One question of a form. */
export interface AskedQuestion {
  readonly question: string;
  readonly options: readonly string[];
  readonly header?: string;
  /** Several may be chosen; Codex has no such questions. */
  readonly multiple?: boolean;
  /** Each option with a picture beside it; Claude Code's own. */
  readonly pictures?: boolean;
}

/** A tool that the agent is told to use; each API has its own names for them. */
export type Tool =
  | { readonly use: 'run'; readonly command: string; readonly background?: boolean }
  | { readonly use: 'read'; readonly path: string }
  | { readonly use: 'write'; readonly path: string; readonly content: string }
  | { readonly use: 'edit'; readonly path: string; readonly from: string; readonly to: string }
  | { readonly use: 'fetch'; readonly url: string }
  | { readonly use: 'ask'; readonly questions: readonly AskedQuestion[] }
  | { readonly use: 'plan'; readonly plan: string }
  | { readonly use: 'agent'; readonly prompt: string; readonly background?: boolean };

/** An answer other than 200. */
export interface Failure {
  readonly status: number;
  /** The API's own name of the error, for example `overloaded_error`. */
  readonly type: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** More fields of the error object. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** How many requests fail before the next step is taken; every one where left out. */
  readonly times?: number;
}

export type Step =
  | { readonly kind: 'say'; readonly text: string; readonly gate?: Gate }
  | { readonly kind: 'tool'; readonly tool: Tool }
  | { readonly kind: 'fail'; readonly failure: Failure };

/** Says `text`; with a gate the first word comes at once and the rest when the gate is opened. */
export const say = (text: string, at?: Gate): Step => ({ kind: 'say', text, ...(at ? { gate: at } : {}) });
export const use = (tool: Tool): Step => ({ kind: 'tool', tool });
/** Has the agent ask a person: one question, or a form of several. */
export const ask = (...questions: readonly AskedQuestion[]): Step => use({ use: 'ask', questions });
export const run = (command: string): Step => use({ use: 'run', command });
export const fail = (failure: Failure): Step => ({ kind: 'fail', failure });

export const overloaded = (times?: number): Step =>
  fail({ status: 529, type: 'overloaded_error', message: 'Overloaded', ...(times ? { times } : {}) });
export const invalidRequest = (message: string): Step =>
  fail({ status: 400, type: 'invalid_request_error', message });
export const rateLimited = (times?: number): Step =>
  fail({
    status: 429,
    type: 'rate_limit_error',
    message: 'This request would exceed your rate limit.',
    ...(times ? { times } : {}),
  });

/** The answer for a subscription that is used up until `resetsAt` (seconds since the epoch). */
export const claudeLimit = (resetsAt: number, claim: string, times?: number): Step =>
  fail({
    status: 429,
    type: 'rate_limit_error',
    message: "This request would exceed your account's rate limit.",
    headers: {
      'anthropic-ratelimit-unified-status': 'rejected',
      'anthropic-ratelimit-unified-reset': String(resetsAt),
      'anthropic-ratelimit-unified-representative-claim': claim,
    },
    ...(times ? { times } : {}),
  });

export const codexLimit = (resetsAt: number, inSeconds: number): Step =>
  fail({
    status: 429,
    type: 'usage_limit_reached',
    message: 'The usage limit has been reached',
    fields: { plan_type: 'plus', resets_at: resetsAt, resets_in_seconds: inSeconds },
  });
