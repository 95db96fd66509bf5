/** The three kinds of work items: their routes, words and orders. */
import type { Bug, Feature, Project } from '../../../../api/document/api-types';
import { known } from '../../app/known';
import type { Look } from '../../ui/badge';

export type Kind = 'features' | 'bugs' | 'projects';
export type ItemKind = Exclude<Kind, 'projects'>;
export type Item = Feature | Bug;
export type Thing = Item | Project;

export const ROUTES = {
  features: {
    list: 'GET /api/features',
    make: 'POST /api/features',
    read: 'GET /api/features/:id',
    change: 'PATCH /api/features/:id',
    remove: 'DELETE /api/features/:id',
    send: 'POST /api/features/:id/send',
  },
  bugs: {
    list: 'GET /api/bugs',
    make: 'POST /api/bugs',
    read: 'GET /api/bugs/:id',
    change: 'PATCH /api/bugs/:id',
    remove: 'DELETE /api/bugs/:id',
    send: 'POST /api/bugs/:id/send',
  },
  projects: {
    list: 'GET /api/projects',
    make: 'POST /api/projects',
    read: 'GET /api/projects/:id',
    change: 'PATCH /api/projects/:id',
    remove: 'DELETE /api/projects/:id',
  },
} as const;
export const KINDS: readonly Kind[] = ['features', 'bugs', 'projects'];

/** One of them in words, as the audit names it too. */
export const NOUN: Record<Kind, string> = { features: 'feature', bugs: 'bug', projects: 'project' };

export const TITLES: Record<Kind, string> = { features: 'Features', bugs: 'Bugs', projects: 'Projects' };

const IN_PROGRESS: Look = { label: 'In progress', shape: 'play', tone: 'busy' };
const BLOCKED: Look = { label: 'Blocked', shape: 'triangle', tone: 'warn' };

export const STATUSES: {
  features: Record<Feature['status'], Look>;
  bugs: Record<Bug['status'], Look>;
  projects: Record<Project['status'], Look>;
} = {
  features: {
    draft: { label: 'Draft', shape: 'ring', tone: 'mute' },
    in_progress: IN_PROGRESS,
    blocked: BLOCKED,
    completed: { label: 'Completed', shape: 'check', tone: 'ok' },
  },
  bugs: {
    open: { label: 'Open', shape: 'ring', tone: 'mute' },
    in_progress: IN_PROGRESS,
    blocked: BLOCKED,
    resolved: { label: 'Resolved', shape: 'check', tone: 'ok' },
    closed: { label: 'Closed', shape: 'slash', tone: 'mute' },
  },
  projects: {
    active: { label: 'Active', shape: 'dot', tone: 'ok' },
    paused: { label: 'Paused', shape: 'pause', tone: 'warn' },
    archived: { label: 'Archived', shape: 'square', tone: 'mute' },
  },
};

/** A prompt about it was answered: a person sees whether it is done. */
export const ANSWERED: Look = { label: 'Answered', shape: 'triangle', tone: 'warn' };

/** What a person makes of it once it is done. */
export const DONE = { features: 'completed', bugs: 'resolved' } as const;

/** Statuses in which something is left to do: what is shown at first. */
export const OPEN: Record<Kind, string> = {
  features: 'draft,in_progress,blocked',
  bugs: 'open,in_progress,blocked',
  projects: 'active,paused',
};
export const OPEN_LABEL: Record<Kind, string> = { features: 'Open', bugs: 'Open', projects: 'Not archived' };

export const SEVERITIES: Record<Bug['severity'], Look> = {
  critical: { label: 'Critical', shape: 'triangle', tone: 'bad' },
  high: { label: 'High', shape: 'triangle', tone: 'warn' },
  medium: { label: 'Medium', shape: 'dot', tone: 'mute' },
  low: { label: 'Low', shape: 'ring', tone: 'mute' },
};

interface Order {
  readonly label: string;
  /** The API's `sort`. */
  readonly sort: string;
  /** For bugs, if that is another. */
  readonly ofBugs?: string;
}
const BY_PRIORITY: Order = {
  label: 'By priority',
  sort: '-priority,-created_at',
  ofBugs: '-priority,-severity,-created_at',
};
/** By the word that stands in the address; the first is the usual one. */
export const ORDERS: Readonly<Record<string, Order>> = {
  priority: BY_PRIORITY,
  newest: { label: 'Newest first', sort: '-created_at' },
  oldest: { label: 'Oldest first', sort: 'created_at' },
  changed: { label: 'Last changed first', sort: '-updated_at' },
};
export function sortOf(kind: Kind, order: string): string {
  const { sort, ofBugs } = known(ORDERS, order) ?? BY_PRIORITY;
  return kind === 'bugs' ? (ofBugs ?? sort) : sort;
}

/** A word that isn't known here stands for itself: the server may be of a later release. */
const lookIn = (looks: Readonly<Record<string, Look>>, word: string): Look =>
  known(looks, word) ?? { label: word, shape: 'question', tone: 'mute' };
export const statusLook = (kind: Kind, status: string): Look => lookIn(STATUSES[kind], status);
export const severityLook = (severity: string): Look => lookIn(SEVERITIES, severity);

/** Only bugs have a severity. */
export const kindOf = (item: Item): ItemKind => ('severity' in item ? 'bugs' : 'features');

export const isProject = (thing: Thing): thing is Project => 'name' in thing;

export const nameOf = (thing: Thing): string => ('title' in thing ? thing.title : thing.name);
