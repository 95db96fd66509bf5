/** What the API answers with, by the names that callers have for it. Types only, as in client-types.ts. */
import type { ResponseOf, Body, Row } from './client-types';

type WholePrompt = ResponseOf<'GET /api/assigner/prompts/:id'>;
export type HistoryEntry = WholePrompt['history'][number];
/** A prompt that another waits for, or that waits for another. */
export type LinkedPrompt = WholePrompt['awaits'][number];
/** In lists and events without its history and its chain. */
export type Prompt = Omit<WholePrompt, 'history' | 'awaits' | 'awaited_by' | 'recording'> &
  Partial<Pick<WholePrompt, 'awaits' | 'awaited_by' | 'recording'>> & {
    readonly history?: readonly HistoryEntry[];
  };
export type Queue = ResponseOf<'GET /api/assigner/queue'>;
export type Session = ResponseOf<'GET /api/sessions/:name'>;
/** In lists and events without its input. */
export type Task = Row<'GET /api/tasks'>;
/** A request of one of the types of tasks. */
export type NewTask = Body<'POST /api/tasks'>;
/** The names of all fields, also of those that only some have. */
export type FieldOf<Requests> = Requests extends unknown ? keyof Requests : never;
/** `ended` is left out in the events of a stream. */
export type TaskLogPart = Pick<ResponseOf<'GET /api/tasks/:id/log'>, 'next_offset' | 'text'> & {
  readonly ended?: boolean;
};

export type Plan = ResponseOf<'GET /api/plans/:id'>;
export type PlanListed = Row<'GET /api/plans'>;

export type Confirmation = ResponseOf<'GET /api/confirmations/:id'>;
/** As the event stream tells it. */
export type NeedTold = Omit<Row<'GET /api/needs'>, 'decisions'> & {
  readonly decisions: readonly Omit<Row<'GET /api/needs'>['decisions'][number], 'allowed'>[];
};
export type NeedDecision = NeedTold['decisions'][number];
export interface NeedsTold {
  /** The first of them, in order; the API has the rest. */
  readonly items: readonly NeedTold[];
  readonly total: number;
  readonly counts: ResponseOf<'GET /api/needs'>['counts'];
}
export type ConfirmSettings = ResponseOf<'GET /api/confirm'>;
export type Rule = ResponseOf<'GET /api/confirm/rules/:id'>;

export type Project = ResponseOf<'GET /api/projects/:id'>;
export type Feature = ResponseOf<'GET /api/features/:id'>;
export type Bug = ResponseOf<'GET /api/bugs/:id'>;
export type Milestone = Row<'GET /api/milestones'>;
export type MilestoneDetail = ResponseOf<'GET /api/milestones/:id'>;
export type MilestoneScan = ResponseOf<'GET /api/milestones/scan'>;

export type Secret = Row<'GET /api/secrets'>;
export type Stats = ResponseOf<'GET /api/stats'>;
export type SearchHit = Row<'GET /api/search'>;
export type ReportedError = Row<'GET /api/errors'>;

/** What the monitor shows, as `GET /api/monitor/events` tells it. */
export type MonitorBoard = Omit<ResponseOf<'GET /api/monitor'>, 'alone'>;

/** Events of `GET /api/events`, by name. */
export interface ServerEvents {
  /** First of all. */
  readonly state: {
    /** Those that run, need a person, go next or came last; lists have the rest. Texts are cut after 200 characters. */
    readonly prompts: readonly Row<'GET /api/assigner/prompts'>[];
    readonly sessions: readonly Session[];
    readonly tasks: readonly Task[];
    readonly confirmations: readonly Confirmation[];
    readonly confirm: ConfirmSettings;
    readonly needs: NeedsTold;
    readonly status: ResponseOf<'GET /api/assigner/status'>;
    readonly queue: Queue;
    readonly vault: ServerEvents['vault'];
    readonly today: ServerEvents['today'];
    readonly system: ResponseOf<'GET /api/system'>;
  };
  readonly prompt: Row<'GET /api/assigner/prompts'>;
  readonly session: Session;
  readonly session_removed: { readonly name: string };
  readonly confirmation: Confirmation;
  readonly confirm: ConfirmSettings;
  readonly needs: NeedsTold;
  readonly task: Task;
  readonly plan: PlanListed;
  readonly status: ResponseOf<'GET /api/assigner/status'>;
  readonly queue: Queue;
  /** How many secrets a person has to change. */
  readonly vault: { readonly due: number };
  /** What was done since the midnight of the server, which was at `since`. */
  readonly today: { readonly since: string } & Pick<
    ResponseOf<'GET /api/throughput'>['whole'],
    | 'p50_seconds'
    | 'p95_seconds'
    | 'utilisation'
    | 'spends'
    | 'tokens'
    | 'unknown_tokens'
    | 'cost_usd'
    | 'unknown_cost'
  >;
  readonly system: ResponseOf<'GET /api/system'>;
}
