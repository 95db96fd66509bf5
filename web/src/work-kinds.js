/**
 * The three kinds of work: their routes, words and orders.
 * @import { Bug, Feature, Project } from '../../api/document/api-types'
 * @import { Look } from './ui/badge'
 */

/**
 * @typedef {'features' | 'bugs' | 'projects'} Kind
 * @typedef {Feature | Bug} Item
 * @typedef {Item | Project} Thing
 */

export const ROUTES = /** @type {const} */ ({
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
});
export const KINDS = /** @type {Kind[]} */ (Object.keys(ROUTES));

/** One of them in words, as the audit names it too. @type {Record<Kind, string>} */
export const NOUN = { features: 'feature', bugs: 'bug', projects: 'project' };

/** @type {Record<Kind, string>} */
export const TITLES = { features: 'Features', bugs: 'Bugs', projects: 'Projects' };

/** @type {Look} */
const IN_PROGRESS = { label: 'In progress', shape: 'play', tone: 'busy' };
/** @type {Look} */
const BLOCKED = { label: 'Blocked', shape: 'triangle', tone: 'warn' };

/** @type {{ features: Record<Feature['status'], Look>, bugs: Record<Bug['status'], Look>, projects: Record<Project['status'], Look> }} */
export const STATUSES = {
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

/** A prompt about it was answered: a person sees whether it is done. @type {Look} */
export const ANSWERED = { label: 'Answered', shape: 'triangle', tone: 'warn' };

/** What a person makes of it once it is done. */
export const DONE = /** @type {const} */ ({ features: 'completed', bugs: 'resolved' });

/** Statuses in which something is left to do: what is shown at first. @type {Record<Kind, string>} */
export const OPEN = {
  features: 'draft,in_progress,blocked',
  bugs: 'open,in_progress,blocked',
  projects: 'active,paused',
};
export const OPEN_LABEL = { features: 'Open', bugs: 'Open', projects: 'Not archived' };

/** @type {Record<Bug['severity'], Look>} */
export const SEVERITIES = {
  critical: { label: 'Critical', shape: 'triangle', tone: 'bad' },
  high: { label: 'High', shape: 'triangle', tone: 'warn' },
  medium: { label: 'Medium', shape: 'dot', tone: 'mute' },
  low: { label: 'Low', shape: 'ring', tone: 'mute' },
};

/** The API's `sort` for each order, and for bugs where that is another; the first is the usual one. */
export const ORDERS =
  /** @type {Record<'priority' | 'newest' | 'oldest' | 'changed', { label: string, sort: string, ofBugs?: string }>} */ ({
    priority: {
      label: 'By priority',
      sort: '-priority,-created_at',
      ofBugs: '-priority,-severity,-created_at',
    },
    newest: { label: 'Newest first', sort: '-created_at' },
    oldest: { label: 'Oldest first', sort: 'created_at' },
    changed: { label: 'Last changed first', sort: '-updated_at' },
  });

/** @param {number} count @param {string} noun */
export const counted = (count, noun) => `${count.toLocaleString()} ${noun}${count === 1 ? '' : 's'}`;

/** @param {string} label @returns {Look} of a word that isn't known here */
const unknown = (label) => ({ label, shape: 'question', tone: 'mute' });
/** @param {Kind} kind @param {string} status */
export const statusLook = (kind, status) => STATUSES[kind][status] ?? unknown(status);
/** @param {string} severity */
export const severityLook = (severity) => SEVERITIES[severity] ?? unknown(severity);

/** @param {Thing} thing @returns {string} */
export const nameOf = (thing) => ('title' in thing ? thing.title : thing.name);
