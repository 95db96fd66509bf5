/** What the API answers with, as its routes describe it. */
import type { Answer, Row } from './api';

type WholePrompt = Answer<'GET /api/assigner/prompts/:id'>;
export type HistoryEntry = WholePrompt['history'][number];
/** In lists and events without its history. */
export type Prompt = Omit<WholePrompt, 'history'> & { readonly history?: readonly HistoryEntry[] };
export type Session = Answer<'GET /api/sessions/:name'>;
export type Project = Answer<'GET /api/projects/:id'>;
export type Feature = Answer<'GET /api/features/:id'>;
export type Bug = Answer<'GET /api/bugs/:id'>;
export type Stats = Answer<'GET /api/stats'>;
export type SearchHit = Row<'GET /api/search'>;
export type ReportedError = Row<'GET /api/errors'>;
/** In lists and events without its input. */
export type Task = Row<'GET /api/tasks'>;
/** `ended` is left out in the events of a stream. */
export type TaskLogPart = Pick<Answer<'GET /api/tasks/:id/log'>, 'next_offset' | 'text'> & {
  readonly ended?: boolean;
};
export type Confirmation = Answer<'GET /api/confirmations/:id'>;
export type Rule = Answer<'GET /api/confirm/rules/:id'>;
export type Secret = Row<'GET /api/secrets'>;
export type Milestone = Row<'GET /api/milestones'>;
export type MilestoneDetail = Answer<'GET /api/milestones/:id'>;
export type MilestoneScan = Answer<'GET /api/milestones/scan'>;
