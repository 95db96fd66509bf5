/**
 * “Work on this”: the dialog that makes a prompt of a feature or bug.
 * @import { Body } from '../../api/document/client-types'
 * @import { Item, Kind } from './work-kinds'
 */
import { call } from './app/api';
import { AGENTS, fillChoices, sessionChoices } from './choices';
import { openDialog } from './dialogs';
import { h } from './dom';
import { onSubmit } from './fields';
import { choice, labelled } from './form-fields';
import { submissionKeys } from './app/idempotency';
import { NOUN, ROUTES } from './work-kinds';

/** @typedef {NonNullable<Body<'POST /api/features/:id/send'>>} Wish */

/** @param {Kind} kind @param {Item} item @param {(id: number, text: string, warning?: string) => void} sent */
export function openSend(kind, item, sent) {
  if (kind === 'projects') return;
  const session = h('select', { id: 'send-session', name: 'target_session' });
  fillChoices(session, sessionChoices('Any free session'));
  const agent = choice({ id: 'send-agent', name: 'target_provider' }, [
    { value: '', label: 'Any agent' },
    ...AGENTS,
  ]);
  const priority = h('input', {
    ...{ id: 'send-priority', name: 'priority', type: 'number', step: '1', min: '-1000', max: '1000' },
    value: item.priority,
  });
  const button = h('button', { type: 'submit', class: 'button button-primary' }, 'Queue prompt');
  const form = h(
    'form',
    { class: 'form dialog-body', id: 'send-form', novalidate: true },
    h('p', { class: 'work-send-title' }, item.title),
    h(
      'p',
      { class: 'hint' },
      `A prompt is made of the title, the description and the project; the ${NOUN[kind]} follows it.`,
    ),
    h('div', { class: 'field-row' }, labelled('Session', session), labelled('Agent', agent)),
    labelled('Priority', priority, 'Higher goes first.'),
    h('p', { class: 'form-message', role: 'status' }),
    h('div', { class: 'dialog-actions' }, button),
  );
  const dialog = openDialog({ title: `Work on ${NOUN[kind]} #${item.id}` }, form);
  button.focus();
  const keys = submissionKeys();
  onSubmit(form, async () => {
    /** @type {Wish} */
    const body = {
      target_session: session.value || undefined,
      target_provider: /** @type {Wish['target_provider']} */ (agent.value) || undefined,
      priority: priority.value === '' ? undefined : priority.valueAsNumber,
    };
    const headers = { 'Idempotency-Key': keys.forBody(body) };
    const { prompt_id: id, warning } = await call(ROUTES[kind].send, {
      params: { id: item.id },
      body,
      headers,
    });
    dialog.close();
    sent(item.id, `Queued as prompt ${id}.`, warning);
  });
}
