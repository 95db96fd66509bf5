/** What the API answers with, as its routes describe it. */
import type { Answer } from './api';

type WholePrompt = Answer<'GET /api/assigner/prompts/:id'>;
export type HistoryEntry = WholePrompt['history'][number];
/** In lists and events without its history. */
export type Prompt = Omit<WholePrompt, 'history'> & { readonly history?: readonly HistoryEntry[] };
export type PromptPage = Answer<'GET /api/assigner/prompts'>;
export type Session = Answer<'GET /api/sessions/:name'>;
export type SessionsUp = Answer<'POST /api/sessions/up'>;
export type Project = Answer<'GET /api/projects/:id'>;
export type Feature = Answer<'GET /api/features/:id'>;
export type Bug = Answer<'GET /api/bugs/:id'>;
export type Stats = Answer<'GET /api/stats'>;
export type SearchHit = Answer<'GET /api/search'>['items'][number];
export type ReportedError = Answer<'GET /api/errors'>['items'][number];
/** In lists and events without its input. */
export type Task = Answer<'GET /api/tasks'>['items'][number];
export type TaskPage = Answer<'GET /api/tasks'>;
/** `ended` is left out in the events of a stream. */
export type TaskLogPart = Pick<Answer<'GET /api/tasks/:id/log'>, 'next_offset' | 'text'> & {
  readonly ended?: boolean;
};
