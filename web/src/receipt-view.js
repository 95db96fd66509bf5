/**
 * The parts of the receipt panel and how a prompt is shown in them.
 * @import { Prompt } from '../../api/document/api-types'
 */
import { find, h, safeUrl, setAttribute, setMessage, setText } from './dom';
import { badge, isSettled, promptDetail, promptLook } from './labels';
import { questionSection, usageFacts } from './prompt-result';
import { actionForms } from './receipt-forms';
import { showTimeline } from './timeline';
import { duration, fixedTime, liveTime } from './time';

const statusBadge = badge();
/** @type {ReturnType<typeof questionSection>} */
let question;

/** @param {{ answer: (prompt: Prompt) => void }} actions */
export function receiptPanel({ answer }) {
  question = questionSection(answer);
  const panel = h(
    'dialog',
    { class: 'dialog receipt', id: 'receipt', 'aria-labelledby': 'receipt-title' },
    h(
      'div',
      { class: 'dialog-head' },
      h('h2', { id: 'receipt-title' }),
      statusBadge.element,
      h('span', { class: 'receipt-stage muted' }),
      h(
        'button',
        { type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => panel.close() },
        '×',
      ),
    ),
    h('p', { class: 'receipt-error notice notice-bad', role: 'alert', hidden: true }),
    h(
      'div',
      { class: 'receipt-body' },
      h('p', { class: 'receipt-reason', 'aria-live': 'polite' }),
      h('p', { class: 'receipt-warning notice notice-warn', 'aria-live': 'polite', hidden: true }),
      question.element,
      actionForms(),
      h('dl', { class: 'facts' }),
      textSection('content', 'Prompt'),
      textSection('error', 'Error'),
      textSection('response', 'Response'),
      h('section', { class: 'receipt-section' }, h('h3', {}, 'Steps'), h('ol', { class: 'timeline' })),
    ),
  );
  return panel;
}

function textSection(name, title) {
  const text = h('pre', { class: 'receipt-text', tabindex: '0', 'aria-label': title });
  const copy = h(
    'button',
    { type: 'button', class: 'link-button', 'aria-label': `Copy ${title.toLowerCase()}` },
    'Copy',
  );
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text.textContent);
    copy.textContent = 'Copied';
    setTimeout(() => (copy.textContent = 'Copy'), 1500);
  });
  // Browsers offer the clipboard on HTTPS and localhost only.
  copy.hidden = !navigator.clipboard;
  return h(
    'section',
    { class: 'receipt-section', 'data-text': name, hidden: true },
    h('h3', {}, title, copy),
    text,
  );
}

/** @param {Element} panel @param {Prompt | { id: number }} prompt with its history; with nothing but its id while it is read */
export function showPrompt(panel, prompt) {
  const loaded = 'status' in prompt;
  setText(find('#receipt-title', panel), `Prompt #${prompt.id}`);
  find('.receipt-body', panel).hidden = !loaded;
  statusBadge.element.hidden = !loaded;
  setText(find('.receipt-stage', panel), '');
  if (!loaded) return;
  question.update(prompt);
  statusBadge.update(promptLook(prompt));
  setText(find('.receipt-stage', panel), promptDetail(prompt));
  setMessage(find('.receipt-reason', panel), prompt.reason);
  setMessage(
    find('.receipt-warning', panel),
    prompt.warning ? `Nobody can take it now: ${prompt.warning}` : '',
  );
  for (const name of /** @type {const} */ (['content', 'error', 'response'])) {
    const section = find(`[data-text=${name}]`, panel);
    section.hidden = !prompt[name];
    setText(find('pre', section), prompt[name]);
  }
  showFacts(find('.facts', panel), prompt);
  showTimeline(find('.timeline', panel), prompt.history ?? [], isSettled(prompt));
}

/** Only where something changed: a link in the facts may have the focus. */
/** @param {any} list @param {Prompt} whole */
function showFacts(list, { history, ...prompt }) {
  const version = JSON.stringify(prompt);
  if (version === shownFacts) return;
  shownFacts = version;
  list.replaceChildren(...facts(prompt));
}
let shownFacts = '';

/** @param {Prompt} prompt */
function facts(prompt) {
  const wanted = [prompt.target_session, prompt.target_provider, prompt.specialty].filter(Boolean).join(', ');
  return [
    fact('Session', prompt.assigned_session ?? 'none yet'),
    fact('Wanted', wanted || 'any session'),
    fact('Priority', prompt.priority),
    fact('Attempts', `${prompt.retry_count + 1} of ${prompt.max_retries + 1}`),
    fact('Timeout', `${prompt.timeout_minutes} min`),
    fact('Source', prompt.source),
    fact('Queued', fixedTime(prompt.created_at)),
    prompt.completed_at
      ? fact('Settled', fixedTime(prompt.completed_at))
      : prompt.assigned_at && fact('Assigned', fixedTime(prompt.assigned_at)),
    fact(...howLong(prompt)),
    fact('Workflow', workflow(prompt)),
    ...usageFacts(prompt.usage).map(([name, value]) => fact(name, value)),
    ...metadata(prompt.metadata),
  ].filter(Boolean);
}

/** @param {string} name @param {any} value */
const fact = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));

/** @param {Prompt} prompt @returns {[name: string, value: any]} */
function howLong({ created_at: from, completed_at: to }) {
  if (to) return ['Took', duration(Date.parse(to) - Date.parse(from ?? ''))];
  const running = liveTime('running');
  running.update(from);
  return ['Open for', running.element];
}

/** @param {Prompt} prompt */
function workflow({ workflow_id: id, temporal_url: url }) {
  const href = safeUrl(url);
  if (!href) return id ?? 'none';
  const link = h('a', { href, target: '_blank', rel: 'noopener', class: 'mono' }, id);
  setAttribute(link, 'title', 'Open in the Temporal UI');
  return link;
}

function metadata(values) {
  return Object.entries(values ?? {}).map(([name, value]) =>
    fact(name, typeof value === 'string' ? value : JSON.stringify(value)),
  );
}
