/**
 * The dialog with the form of one feature, bug or project.
 * @import { Kind, Thing } from './work-kinds'
 * @import { Place } from './work-place'
 * @import { Read } from './work-editor'
 * @import { Values } from './work-form'
 */
import { call } from './app/api';
import { confirmAction, openDialog } from './dialogs';
import { h, setMessage } from './dom';
import { clearFaults, showFault, showFormMessage } from './fields';
import { showConflict } from './work-conflict';
import { FIELDS } from './work-fields';
import { workForm } from './work-form';
import { NOUN, ROUTES } from './work-kinds';
import { removeThing } from './work-remove';

/** @param {Place} place @param {Read | null} read null: a new one @param {(text: string, warning: string) => void} saved */
export function openEditor({ kind, filters }, read, saved) {
  const noun = NOUN[kind];
  const form = workForm(kind, read ? /** @type {Values} */ (read.thing) : usual(kind, filters.project));
  let tag = read?.tag;
  const mayGo = () => !form.isChanged();
  let asks = false;
  const leave = async () => {
    if (asks) return;
    asks = true;
    if (mayGo() || (await confirmAction(UNSAVED))) dialog.close();
    asks = false;
  };
  const done = (text, warning = '') => {
    dialog.close();
    saved(text, warning);
  };
  const submit = h(
    'button',
    { type: 'submit', class: 'button button-primary' },
    read ? 'Save' : `Add ${noun}`,
  );
  const remove = () =>
    read && removeThing(kind, read.thing, done).catch((error) => showFault(form.form, error));
  form.form.append(
    h(
      'div',
      { class: 'dialog-actions' },
      read &&
        h('button', { type: 'button', class: 'button button-danger work-delete', onclick: remove }, 'Delete'),
      submit,
    ),
  );
  const title = read ? `${noun[0]?.toUpperCase()}${noun.slice(1)} #${read.thing.id}` : `New ${noun}`;
  const reason = h('p', { class: 'dialog-text muted' });
  setMessage(reason, reasonOf(read?.thing));
  const dialog = openDialog({ title, class: 'dialog-work', leave }, reason, form.form);
  if (!read) form.form.elements[FIELDS[kind][0]?.[0]?.name ?? ''].focus();

  async function save() {
    if (submit.disabled) return;
    clearFaults(form.form);
    if (!form.check()) return;
    submit.disabled = true;
    try {
      // The server checks what a person wrote; the names are those of its fields.
      const body = /** @type {any} */ (form.body(!read));
      if (!read) {
        const made = await call(ROUTES[kind].make, { body });
        return done(`Added ${noun} #${made.id}.`, warningOf(made));
      }
      const { id } = read.thing;
      if (Object.keys(body).length === 0) return dialog.close();
      const headers = { 'If-Match': tag };
      const changed = await call(ROUTES[kind].change, { params: { id }, body, headers });
      done(`Saved ${noun} #${changed.id}.`, warningOf(changed));
    } catch (error) {
      if (error.status !== 412 || !read) return showFault(form.form, error);
      tag = error.tag;
      setMessage(reason, reasonOf(error.current));
      const took = () => showFormMessage(form.form, 'This is what they saved.');
      await showConflict(form, error, { kind, id: read.thing.id, keep: save, took });
    } finally {
      submit.disabled = false;
    }
  }
  form.form.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
  return { dialog, mayGo, leave, end: () => dialog.close() };
}

const UNSAVED = {
  title: 'Leave without saving?',
  text: 'What you changed here isn’t saved yet.',
  action: 'Discard changes',
  keep: 'Go on editing',
};

/** What is wrong with it all the same. @param {Thing} thing */
const warningOf = (thing) => ('warning' in thing && thing.warning) || '';

/** Why it is in its status, which the form has no field for. @param {Thing | undefined} thing */
const reasonOf = (thing) => (thing && 'status_reason' in thing ? thing.status_reason : '');

/** @param {Kind} kind @param {string} project that of the filter @returns {Values} */
function usual(kind, project) {
  const fixed = FIELDS[kind].flat().map(({ name, usual: value }) => [name, value]);
  return { ...Object.fromEntries(fixed), ...(project && { project_id: project }) };
}
