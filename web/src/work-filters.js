/**
 * The filters of a list. They are made anew for each kind; what they say is in the address.
 * @import { Kind } from './work-kinds'
 * @import { Filters, Place } from './work-place'
 */
import { find, h, whenQuiet } from './dom';
import { choice } from './form-fields';
import { OPEN_LABEL, ORDERS, SEVERITIES, STATUSES } from './work-kinds';
import { projectChoices } from './work-projects';

const TYPING_PAUSE_MS = 200;

/** @param {(filters: Filters, how: 'typed' | 'chosen') => void} changed */
export function workFilters(changed) {
  const form = find('#work-filter');
  /** @type {Place | null} */
  let shown = null;

  /** @param {'typed' | 'chosen'} how */
  const tell = (how) => {
    if (!shown) return;
    const values = Object.fromEntries(
      [...new FormData(form)].map(([key, value]) => [key, String(value).trim()]),
    );
    changed({ ...shown.filters, ...values, page: 1 }, how);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    tell('chosen');
  });
  form.addEventListener('change', (event) => event.target.name !== 'q' && tell('chosen'));
  const typed = whenQuiet(() => tell('typed'), TYPING_PAUSE_MS);
  form.addEventListener('input', (event) => event.target.name === 'q' && typed());

  return {
    /** @param {Place} place */
    show(place) {
      const { kind, filters } = place;
      // What is being typed in stays as it is.
      const isKept = shown?.kind === kind && form.elements.q;
      shown = place;
      if (!isKept) form.replaceChildren(...controls(kind));
      fillProjects(form, filters.project);
      for (const control of form.elements) {
        if (control.name === 'q' && control === document.activeElement) continue;
        if (control.name) control.value = filters[control.name];
      }
    },
  };
}

/** @param {Kind} kind */
function controls(kind) {
  const words = Object.entries(STATUSES[kind]).map(([value, { label }]) => ({ value, label }));
  const severities = Object.entries(SEVERITIES).map(([value, { label }]) => ({ value, label }));
  const orders = Object.entries(ORDERS).map(([value, { label }]) => ({ value, label }));
  return [
    named(
      'Search in the list',
      h('input', {
        id: 'filter-q',
        name: 'q',
        type: 'search',
        maxlength: 200,
        placeholder: 'Filter by text',
        autocomplete: 'off',
      }),
    ),
    named(
      'Status',
      choice({ id: 'filter-status', name: 'status' }, [
        { value: 'open', label: OPEN_LABEL[kind] },
        { value: 'all', label: 'All statuses' },
        ...words,
      ]),
    ),
    kind === 'bugs' &&
      named(
        'Severity',
        choice({ id: 'filter-severity', name: 'severity' }, [
          { value: '', label: 'All severities' },
          ...severities,
        ]),
      ),
    kind !== 'projects' && named('Project', h('select', { id: 'filter-project', name: 'project' })),
    named('Order', choice({ id: 'filter-sort', name: 'sort' }, orders)),
  ]
    .filter((one) => one !== false)
    .flat();
}

function fillProjects(form, chosen) {
  const select = form.elements.project;
  if (!select) return;
  const choices = [{ value: '', label: 'All projects' }, ...projectChoices(chosen)];
  const text = JSON.stringify(choices);
  if (select.dataset.choices === text) return;
  select.dataset.choices = text;
  select.replaceChildren(...choices.map(({ value, label }) => h('option', { value }, label)));
}

const named = (label, control) => [h('label', { class: 'visually-hidden', for: control.id }, label), control];
