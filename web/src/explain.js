/**
 * “Why?”: everything a session's state was told from, and what was on its screen.
 * @import { Answer } from '../../api/document/client-types'
 */
import { call } from './app/api';
import { openDialog } from './dialogs';
import { h, setMessage } from './dom';
import { badge, sessionLook } from './labels';
import { fixedTime } from './time';

const SOURCES = {
  hooks: { name: 'Hooks', words: 'told by its hooks' },
  transcript: { name: 'Transcript', words: 'read in its transcript' },
  title: { name: 'Title', words: 'told by its title' },
  screen: { name: 'Screen', words: 'read from its screen' },
};
/** Where a state was read, in a few words. @param {string | null} source */
export const sourceWords = (source) => SOURCES[source]?.words ?? source;
const sourceName = (source) => SOURCES[source]?.name ?? source;

/** @param {string} name of the session */
export async function openExplanation(name) {
  const problem = h('p', { class: 'notice notice-bad', role: 'alert', hidden: true });
  const body = h('div', { class: 'dialog-body explain', role: 'status' }, 'Reading…');
  openDialog({ title: `Why is ${name} in its state?`, class: 'dialog-explain' }, problem, body);
  try {
    const explanation = await call('GET /api/sessions/:name/explain', { params: { name } });
    body.replaceChildren(...parts(explanation));
  } catch (error) {
    body.replaceChildren();
    setMessage(problem, error.message);
  }
}

/** @typedef {Answer<'GET /api/sessions/:name/explain'>} Explanation */

/** @param {Explanation} explanation */
function parts({ status, reason, rule, evidence, source, disagreement, queue, agent, sources, frame }) {
  return [
    h('p', { class: 'explain-verdict' }, stateBadge(status), ' ', reason),
    disagreement && h('p', { class: 'notice notice-warn' }, disagreement),
    queue && h('p', { class: 'notice notice-warn' }, `It is given no prompts: ${queue}.`),
    evidence && h('pre', { class: 'evidence' }, evidence),
    h(
      'dl',
      { class: 'facts' },
      fact('Told by', sourceName(source)),
      fact('Rule', h('span', { class: 'mono' }, rule)),
      fact('Agent', agent && (agent.title ?? agent.id)),
      fact('Rules checked with', agent?.verified),
      fact('Window title', frame?.title),
      fact('Command', frame && h('span', { class: 'mono' }, frame.command)),
      fact('Cursor', frame?.cursor && `column ${frame.cursor.x}, row ${frame.cursor.y}`),
      fact('Size', frame?.size && `${frame.size.width} × ${frame.size.height}`),
    ),
    sources?.length > 0 && h('h3', {}, 'What each source says'),
    sources?.length > 0 && h('ul', { class: 'sources' }, ...sources.map(sourceRow)),
  ].filter(Boolean);
}

/** @param {Explanation['sources'][number]} statement */
function sourceRow({ source, state, reason, rule, evidence, at }) {
  return h(
    'li',
    { class: 'source', 'data-source': source },
    h(
      'div',
      { class: 'step-head' },
      h('strong', {}, sourceName(source)),
      state ? stateBadge(state) : h('span', { class: 'muted' }, 'says nothing'),
      rule && h('span', { class: 'mono' }, rule),
      at && h('span', { class: 'step-time' }, fixedTime(at)),
    ),
    reason && h('p', {}, reason),
    evidence && h('pre', { class: 'evidence' }, evidence),
  );
}

function stateBadge(state) {
  const look = badge();
  look.update(sessionLook(state));
  return look.element;
}

function fact(name, value) {
  const isEmpty = value === null || value === undefined || value === '';
  return h('div', {}, h('dt', {}, name), h('dd', {}, isEmpty ? 'none' : value));
}
