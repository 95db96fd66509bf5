/**
 * The form that queues a prompt.
 * @import { Prompt } from '../../api/document/api-types'
 * @import { Answer, Body } from '../../api/document/client-types'
 */
import { call } from './app/api';
import { clean, cleaningNotice } from './app/clean';
import { fillChoices, sessionChoices } from './choices';
import { find, h, setMessage } from './dom';
import { clearFaults, forgetFaultsOnInput, showFault, showFieldError, showFormMessage } from './fields';
import { onAny, state } from './app/state';
import { submissionKeys } from './app/idempotency';

const DRAFT_KEY = 'architect.draft';
const MAX_BYTES = 128 * 1024;
/** A second click this soon after a success belongs to the first one. */
const DOUBLE_CLICK_MS = 1000;

export function startForm() {
  const form = find('#prompt-form');
  const content = form.elements.content;
  content.value = sessionStorage.getItem(DRAFT_KEY) ?? '';
  content.addEventListener('input', () => cleanContent(content));
  form.addEventListener('input', () => showFormMessage(form, ''));
  forgetFaultsOnInput(form);
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  const send = sender(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  onAny(['state', 'session'], () => listSessions(form));
}

/**
 * Makes the form ready for the answer to what an agent asked back at the end of a prompt; a draft in it stays.
 * @param {Prompt} prompt
 */
export function answerIn({ id, assigned_session: session }) {
  const form = find('#prompt-form');
  form.elements.target_session.value = session;
  if (form.elements.target_session.value !== session) {
    fillChoices(form.elements.target_session, choicesWith(session));
    form.elements.target_session.value = session;
  }
  form.elements.target_provider.value = '';
  showFormMessage(form, `Answers #${id}: goes to ${session}.`);
  form.elements.content.focus();
  form.scrollIntoView({ block: 'nearest' });
}

function cleanContent(content) {
  const cleaned = clean(content.value);
  if (cleaned.text !== content.value) {
    const caret = clean(content.value.slice(0, content.selectionStart)).text.length;
    content.value = cleaned.text;
    content.setSelectionRange(caret, caret);
    setMessage(find('#clean-notice'), cleaningNotice(cleaned));
  } else if (!content.value) {
    setMessage(find('#clean-notice'), '');
  }
  // A login that expires while someone writes must not cost the text.
  sessionStorage.setItem(DRAFT_KEY, content.value);
}

function sender(form) {
  const keys = submissionKeys();
  const button = form.querySelector('button[type=submit]');
  let sending = false;
  let lastSuccessAt = 0;
  return async () => {
    if (sending || (!form.elements.content.value && Date.now() - lastSuccessAt < DOUBLE_CLICK_MS)) return;
    clearFaults(form);
    const body = readBody(form);
    if (!body) return;
    sending = true;
    button.setAttribute('aria-busy', 'true');
    try {
      const headers = { 'Idempotency-Key': keys.forBody(body) };
      const answer = await call('POST /api/assigner/send', { body, headers });
      keys.done();
      lastSuccessAt = Date.now();
      succeed(form, answer);
    } catch (error) {
      showFault(form, error);
    } finally {
      sending = false;
      button.removeAttribute('aria-busy');
    }
  };
}

/**
 * The request's body; undefined where a field is wrong, which is then shown.
 * @returns {Body<'POST /api/assigner/send'> | undefined}
 */
function readBody(form) {
  const { content, target_session, target_provider, priority, timeout_minutes, max_retries } = form.elements;
  const bytes = new TextEncoder().encode(content.value).length;
  if (!content.value.trim()) return refuse(content, 'Write what the agent should do.');
  if (bytes > MAX_BYTES) {
    const size = Math.ceil(bytes / 1024);
    return refuse(
      content,
      `This is ${size} KiB; at most 128 KiB can be queued. Put the text in a file and name it here.`,
    );
  }
  const wrong = [priority, timeout_minutes, max_retries].find((field) => field.validity.badInput);
  if (wrong) return refuse(wrong, 'Write a number.');
  return {
    content: content.value,
    source: 'dashboard',
    ...optional('target_session', target_session.value),
    ...optional('target_provider', target_provider.value),
    ...optional('priority', priority.value, Number),
    ...optional('timeout_minutes', timeout_minutes.value, Number),
    ...optional('max_retries', max_retries.value, Number),
  };
}

/** @param {keyof Body<'POST /api/assigner/send'>} name @param {string} value @param {(text: string) => string | number} [convert] */
const optional = (name, value, convert = String) => (value === '' ? {} : { [name]: convert(value) });

function refuse(control, message) {
  showFieldError(control, message);
  control.focus();
  return undefined;
}

/** The text goes, the choices stay: the next prompt is often for the same place. */
/** @param {any} form @param {Answer<'POST /api/assigner/send'>} answer */
function succeed(form, { prompt_id: id, warning }) {
  form.elements.content.value = '';
  sessionStorage.removeItem(DRAFT_KEY);
  setMessage(find('#clean-notice'), '');
  const rest = warning ? `, but nobody can take it now: ${warning}` : '.';
  showFormMessage(form, h('span', {}, 'Queued as ', h('a', { href: `#/prompt/${id}` }, `#${id}`), rest));
  form.elements.content.focus();
}

function listSessions(form) {
  const select = form.elements.target_session;
  fillChoices(select, choicesWith(select.value));
}

/** A chosen session that ended stays chosen: the prompt must not silently go to any other. */
function choicesWith(chosen) {
  const choices = sessionChoices('Any free session');
  if (chosen && !state.sessions.has(chosen)) choices.push({ name: chosen, label: `${chosen} (ended)` });
  return choices;
}
