/** What every route is made from. */
import type { RouterContext } from '@koa/router';
import type { Logger } from 'pino';
import type { Config } from '../config';
import type { Store } from '../store';
import type { Decision, Request, Rule, RuleDraft, RuleFault } from '../workflows/contracts/policy';
import type { Orchestrator } from '../temporal/client';
import type { AlertChannel } from '../workflows/contracts/alerts';
import type { LogReader } from '../workflows/contracts/logs';
import type { Models } from '../workflows/contracts/models';
import type { TreeUsage } from '../workflows/contracts/tree-usage';
import type { SessionExplanation } from '../workflows/contracts/explanation';
import type { PullRequestResult } from '../workflows/contracts/github';
import type { ReviewPullRequest, Reviews } from '../workflows/contracts/review';
import type { CurrentHealth, WorkerProcessFacts } from '../workflows/contracts/health';
import type { Principal } from './access/principal';
import type { EngineUiSource } from './engine-ui/source';
import type { EventHub } from './events';
import type { HttpError } from './http/errors';
import type { Operation } from './http/operation';
import type { Way } from './http/way';
import type { HostRegistry } from './hosts/registry';
import type { HostRow } from '../store/hosts';

/** The policy of automatic confirmation. */
export interface ConfirmPolicy {
  decide(request: Request, rules: readonly Rule[]): Decision;
  /** Empty if the rule can be kept. */
  validateRule(draft: RuleDraft): readonly RuleFault[];
  /** Home directory of the agents. */
  readonly home: string;
  /** Directories of the dashboard's own data. */
  readonly own: readonly string[];
}

export interface AppDeps {
  readonly config: Config;
  readonly store: Store;
  readonly orchestrator: Orchestrator;
  readonly events: EventHub;
  readonly hosts: HostRegistry;
  readonly log: Logger;
  readonly monitor: {
    /** Where it has a port of its own; null: it has none, or another program has that. */
    readonly address: () => string | null;
  };
  readonly logFiles: LogReader;
  /** Of requests to the monitor's port. */
  readonly monitorLog: Logger;
  readonly policy: ConfirmPolicy;
  readonly models: Models;
  readonly metrics: ApiMetrics;
  readonly observeRequest: ObserveRequest;
  /** Signs cookies. */
  readonly cookieKey: string;
  /** Opens the API to commands on this machine. */
  readonly apiToken: string;
  readonly version: string;
  /** The process that answers. */
  readonly server: {
    /** `api`: workflows are carried out by worker processes. */
    readonly role: 'server' | 'api';
    readonly pid: number;
    readonly since: string;
    readonly address: string;
  };
  readonly engine: {
    readonly kind: 'embedded' | 'external';
    readonly uiUrl: string | undefined;
    /** Of an engine of our own, once it was started. */
    readonly ui?: EngineUiSource | undefined;
  };
  /** Why a session is in its state, looked at now; null where its terminal isn't there. */
  readonly explain: (session: string) => Promise<SessionExplanation | null>;
  /** What the programs in its terminal use, measured now; null where its terminal isn't there. */
  readonly resources: (session: string) => Promise<TreeUsage | null>;
  /** The directories of sessions against their last commits. */
  readonly reviews: Reviews;
  /** @throws ReviewError */
  readonly reviewPullRequest: (wanted: ReviewPullRequest) => Promise<PullRequestResult>;
  /** Brings the names of sessions in the record up to this moment: a person may just have changed them. */
  readonly followNames: () => Promise<void>;
  /** Looks at a session now, and writes what it does into the record. */
  readonly look: (session: string) => Promise<void>;
  readonly sms: SmsPreview;
  readonly sheets: SheetsFacts;
  /** What has to be set before a channel of the alerts can be used; null: nothing. */
  readonly alertChannels: (channel: AlertChannel) => string | null;
  /** The public key with which browsers subscribe to notifications. @throws StoreError */
  readonly pushKey: () => string;
  /** What /health says of the parts beside the store. */
  readonly health: () => PartsHealth;
}

/** The figures for Prometheus. */
export interface ApiMetrics {
  readonly contentType: string;
  text(): Promise<string>;
}

export interface ObservedRequest {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  /** The trace of its sender, as of W3C Trace Context. */
  readonly traceparent: string | undefined;
  /** How it ended, asked afterwards. `route`: the path of its operation; undefined = no operation answered. */
  answer(): { readonly route: string | undefined; readonly status: number };
}
/** Runs the work of a request: its figures are counted, and what is logged meanwhile names it. */
export type ObserveRequest = (request: ObservedRequest, work: () => Promise<void>) => Promise<void>;

/** The spreadsheet at Google. */
export interface SheetsFacts {
  /** What has to be set before anything is written, as a sentence; null: nothing. */
  readonly missing: () => string | null;
  /** Of the page where people see it. */
  readonly url: string | null;
}

/** The hourly text message as it would be sent now. */
export interface SmsPreview {
  readonly message: () => Promise<string>;
  /** What has to be set before one can be sent, as a sentence; null: nothing. */
  readonly missing: () => string | null;
}

export interface PartsHealth {
  readonly worker: boolean;
  readonly tmux: boolean;
  /** The worker processes beside this one. */
  readonly processes: readonly WorkerProcessFacts[];
  /** How many of the engine's workers run here. */
  readonly workers: number;
  /** What is wrong now and what to do, as sentences for anyone: no paths, no texts of prompts. */
  readonly trouble: readonly string[];
  /** What is known of the health, by the parts and by the last check; unset before anything was looked at. */
  readonly known?: CurrentHealth | undefined;
  /** What was wrong and put right without anybody's doing since the start, as such sentences. */
  readonly notices: readonly string[];
}

export type Context = RouterContext<RequestState>;

/** The login of a browser, as koa-session keeps it. */
export interface Login {
  user?: string;
  /** Of the store; unset: the user of the settings. */
  userId?: number;
  /** A sign-in that was begun at the OpenID provider. */
  oidc?: { readonly state: string; readonly nonce: string; readonly verifier: string; readonly next: string };
  /** Of the password it was made with: it ends where the password is another one. */
  proof?: string;
  /** When it was made, as ISO 8601, from where and with which browser; unset in those of older releases. */
  since?: string;
  address?: string;
  browser?: string;
  /** How long it may be idle, as koa-session keeps that. */
  readonly _maxAge?: number;
  /** Gives it a new id. */
  regenerate(): Promise<void>;
}

export function loginOf(ctx: { [name: string]: unknown }): Login | null {
  return (ctx['session'] as Login | undefined) ?? null;
}

/** What the middleware leaves for the routes. */
export interface RequestState {
  requestId: string;
  /** How it came here. */
  way: Way;
  /** Unset: nobody is logged in. */
  principal?: Principal;
  /** Why whom a trusted proxy has signed in may not come in as that. */
  refusal?: HttpError;
  /** The host whose token opened this. */
  joined?: HostRow;
  /** Who asks, by what is so now: a role may be another one, or the login may have ended, since the request began. */
  principalNow?: () => Principal | undefined;
  /** Whether who opened a stream that stays open may still read it; unset for the machine's own token. */
  loginStands?: () => boolean;
  /** What was asked for; unset where no operation is. */
  operation?: Operation;
}
