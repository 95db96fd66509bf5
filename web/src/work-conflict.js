/**
 * Somebody saved another state meanwhile: who, what differs, and whose is to stay.
 * @import { ApiError } from './app/api'
 * @import { Kind } from './work-kinds'
 * @import { Values, WorkForm } from './work-form'
 */
import { call } from './app/api';
import { find, h } from './dom';
import { textOf, wordsOf } from './work-fields';
import { NOUN } from './work-kinds';
import { projectName } from './work-projects';
import { fixedTime } from './time';

/**
 * Brings into the form what they changed and the person didn't, and asks about the rest.
 * @param {WorkForm} form @param {ApiError} error
 * @param {{ kind: Kind, id: number, keep: () => void, took: () => void }} item `keep`: save what the form has,
 *   `took`: the form has theirs
 */
export async function showConflict(form, error, { kind, id, keep, took }) {
  const theirs = /** @type {Values} */ (error.current);
  const changed = form.fields.filter((field) => textOf(field, theirs) !== textOf(field, form.base));
  const merged = changed.filter((field) => !form.differs(field));
  for (const field of merged) form.control(field).value = textOf(field, theirs);
  form.setBase(theirs);
  const words = (field, text) => wordsOf(field, text, projectName);
  const differing = form.fields.filter(form.differs);
  const place = find('.work-conflict-place', form.form);
  const takeTheirs = () => {
    for (const field of form.fields) form.control(field).value = textOf(field, theirs);
    place.replaceChildren();
    took();
  };
  const heading = h('h3', { tabindex: -1, id: 'conflict-title' }, 'It was changed meanwhile');
  place.replaceChildren(
    h(
      'section',
      { class: 'notice notice-warn work-conflict', 'aria-labelledby': 'conflict-title' },
      heading,
      h('p', {}, ...(await whoChanged(kind, id)), ' What you wrote is still here.'),
      differing.length > 0 &&
        table(
          differing.map((field) => [
            field.label,
            words(field, textOf(field, theirs)),
            words(field, form.control(field).value),
          ]),
        ),
      merged.length > 0 &&
        h(
          'p',
          {},
          `Taken over, as you didn’t touch it: ${merged.map((field) => `${field.label.toLowerCase()} is now “${brief(words(field, textOf(field, theirs)))}”`).join(', ')}.`,
        ),
      h(
        'div',
        { class: 'work-conflict-actions' },
        h('button', { type: 'button', class: 'button', onclick: takeTheirs }, 'Take theirs'),
        h('button', { type: 'button', class: 'button button-primary', onclick: keep }, 'Keep mine'),
      ),
    ),
  );
  heading.focus();
}

/** The audit knows; where it doesn't answer, the rest is told all the same. @param {Kind} kind @param {number} id */
async function whoChanged(kind, id) {
  const query = { entity: NOUN[kind], entity_id: String(id), limit: 1 };
  const last = await call('GET /api/audit', { query }).then(
    ({ items }) => items[0],
    () => undefined,
  );
  return last ? [`By ${last.actor}, `, fixedTime(last.at), '.'] : ['Since you opened it.'];
}

/** @param {string[][]} rows label, theirs, yours */
const table = (rows) =>
  h(
    'table',
    { class: 'work-differences' },
    h(
      'thead',
      {},
      h('tr', {}, ...['Field', 'Theirs', 'Yours'].map((label) => h('th', { scope: 'col' }, label))),
    ),
    h(
      'tbody',
      {},
      ...rows.map(([label, theirs, yours]) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, label),
          h('td', { 'data-label': 'Theirs' }, h('div', {}, theirs)),
          h('td', { 'data-label': 'Yours' }, h('div', {}, yours)),
        ),
      ),
    ),
  );

const BRIEF_CHARS = 60;
const brief = (text) => (text.length > BRIEF_CHARS ? `${text.slice(0, BRIEF_CHARS)}…` : text);
