/**
 * The search over everything, with its results grouped by what they are.
 * @import { SearchHit } from '../../api/document/api-types'
 */
import { announce } from './features/shell/announce';
import { call } from './app/api';
import { find, h, whenQuiet } from './dom';
import { openMilestone } from './milestone-view';
import { openError } from './work-error';

const TYPING_PAUSE_MS = 300;
const MOST = 60;

/** @type {Record<SearchHit['type'], string>} */
const GROUPS = {
  project: 'Projects',
  feature: 'Features',
  bug: 'Bugs',
  milestone: 'Milestones',
  prompt: 'Prompts',
  error: 'Errors',
};

export function startSearch() {
  const form = find('#search');
  const input = form.elements.q;
  const results = find('#search-results');
  let turns = 0;

  const close = () => {
    turns++;
    results.hidden = true;
    results.replaceChildren();
  };
  async function search() {
    const q = input.value.trim();
    if (!q) return close();
    const turn = ++turns;
    try {
      const { items, total } = await call('GET /api/search', { query: { q, limit: MOST } });
      if (turn !== turns) return;
      show(items, total, q);
    } catch (error) {
      if (turn === turns)
        results.replaceChildren(
          head('Search'),
          h('p', { class: 'panel-message panel-message-bad', role: 'alert' }, error.message),
        );
    }
    results.hidden = false;
  }
  const head = (title) =>
    h(
      'div',
      { class: 'panel-head' },
      h('h2', { id: 'search-title' }, title),
      h('button', { type: 'button', class: 'button button-small', onclick: end }, 'Close the results'),
    );
  const end = () => {
    input.value = '';
    close();
    input.focus();
  };
  /** @param {SearchHit[]} items @param {number} total @param {string} q */
  function show(items, total, q) {
    const count =
      total > items.length ? `the best ${items.length} of ${total.toLocaleString()}` : String(total);
    const title = total ? `Found for “${q}”: ${count}` : `Nothing found for “${q}”`;
    const groups = Object.entries(GROUPS).map(([type, name]) =>
      group(
        name,
        items.filter((hit) => hit.type === type),
      ),
    );
    results.replaceChildren(head(title), ...groups.filter((one) => one !== null));
    announce(title);
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void search();
  });
  // One letter is in nearly everything; who means it presses Enter.
  const typed = () => (input.value.trim().length === 1 ? undefined : search());
  input.addEventListener('input', whenQuiet(typed, TYPING_PAUSE_MS));
  for (const part of [form, results]) {
    part.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      end();
    });
  }
}

/** @param {string} name @param {SearchHit[]} hits */
function group(name, hits) {
  if (hits.length === 0) return null;
  const id = `found-${name.toLowerCase()}`;
  return h(
    'section',
    { class: 'found', 'aria-labelledby': id },
    h('h3', { id }, name),
    h(
      'ul',
      {},
      ...hits.map((hit) =>
        h(
          'li',
          { 'data-hit': `${hit.type} ${hit.id}` },
          wayTo(hit),
          h(
            'span',
            { class: 'muted found-facts' },
            [`#${hit.id}`, hit.status?.replaceAll('_', ' ')].filter(Boolean).join(' · '),
          ),
          hit.excerpt !== hit.title && h('p', { class: 'muted found-excerpt' }, hit.excerpt),
        ),
      ),
    ),
  );
}

/** @param {SearchHit} hit */
function wayTo({ type, id, title }) {
  const text = title || `${type} ${id}`;
  const link = (href) => h('a', { class: 'found-title', href }, text);
  const opener = (open) =>
    h('button', { type: 'button', class: 'link-button found-title', onclick: open }, text);
  switch (type) {
    case 'milestone':
      return opener(() => openMilestone(id, () => {}));
    case 'error':
      return opener(() => openError(id));
    case 'prompt':
      return link(`/#/prompt/${id}`);
    default:
      return link(`#/${type}s/${id}`);
  }
}
