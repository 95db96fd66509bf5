/**
 * The controls of a form of features, bugs or projects.
 * @import { Field } from './work-fields'
 */
import { call } from './app/api';
import { h, whenQuiet } from './dom';
import { choice, labelled, plainInput } from './form-fields';
import { projectChoices } from './work-projects';

const TYPING_PAUSE_MS = 200;
const SUGGESTED = 20;

/** @param {Field} field @param {string} text */
export function controlOf(field, text) {
  const props = { id: `work-${field.name}`, name: field.name };
  const control = make(field, props, text);
  const element = labelled(field.label, control, field.hint);
  if (field.type === 'feature') element.append(suggestions(control));
  return element;
}

/** @param {Field} field @param {{ id: string, name: string }} props @param {string} text */
function make({ type, rows, step, choices = {}, required }, props, text) {
  switch (type) {
    case 'lines': {
      const control = h('textarea', { ...props, rows });
      control.value = text;
      return control;
    }
    case 'number':
      return h('input', { ...props, type: 'number', step, value: text });
    case 'choice':
      return choice(
        props,
        Object.entries(choices).map(([value, { label }]) => ({ value, label })),
        text,
      );
    case 'project':
      return choice(props, [{ value: '', label: 'None' }, ...projectChoices(text)], text);
    case 'feature':
      return plainInput({ ...props, value: text, list: 'feature-suggestions' });
    default:
      return h('input', { ...props, value: text, required, autocomplete: 'off' });
  }
}

/** There may be thousands: those with the text in their title are offered while it is written. */
function suggestions(control) {
  const list = h('datalist', { id: 'feature-suggestions' });
  const ask = whenQuiet(async () => {
    const project = control.form?.elements.project_id.value;
    const query = {
      q: /^\d*$/.test(control.value) ? undefined : control.value,
      limit: SUGGESTED,
      sort: '-updated_at',
      ...(project && { project_id: Number(project) }),
    };
    const features = await call('GET /api/features', { query }).catch(() => []);
    list.replaceChildren(
      ...features.map(({ id, title }) => h('option', { value: id, label: `#${id} ${title}` })),
    );
  }, TYPING_PAUSE_MS);
  control.addEventListener('input', ask);
  control.addEventListener('focus', ask);
  return list;
}
