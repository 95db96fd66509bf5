/** What every route is made from. */
import type { RouterContext } from '@koa/router';
import type { Logger } from 'pino';
import type { Config } from '../config';
import type { Store } from '../store';
import type { Orchestrator } from './orchestrator';
import type { EventHub } from './events';

export interface AppDeps {
  readonly config: Config;
  readonly store: Store;
  readonly orchestrator: Orchestrator;
  readonly events: EventHub;
  readonly log: Logger;
  /** Signs cookies. */
  readonly cookieKey: string;
  /** Opens the API to commands on this machine. */
  readonly apiToken: string;
  readonly version: string;
  readonly engine: { readonly kind: 'embedded' | 'external'; readonly uiUrl: string | undefined };
  /** Parts that /health asks. `workers`: how many of the engine's run here. */
  readonly health: () => { readonly worker: boolean; readonly tmux: boolean; readonly workers: number };
}

export type Context = RouterContext<RequestState>;

/** The login of a browser, as koa-session keeps it. */
export interface Login {
  user?: string;
  /** Gives it a new id. */
  regenerate(): Promise<void>;
}

export function loginOf(ctx: { [name: string]: unknown }): Login | null {
  return (ctx['session'] as Login | undefined) ?? null;
}

/** What the middleware leaves for the routes. */
export interface RequestState {
  requestId: string;
  user?: string;
  /** Whether the login of a stream that stays open still stands; unset for the API token. */
  loginStands?: () => boolean;
}
