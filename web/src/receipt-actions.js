/**
 * What a person can do with a prompt; each is enabled where the prompt's status allows it.
 * @import { Prompt } from '../../api/document/api-types'
 */
import { call } from './app/api';
import { fillChoices, sessionChoices } from './choices';
import { confirmAction } from './dialogs';
import { find } from './dom';
import { clearFaults, showFault } from './fields';
import { isSettled } from './labels';

/**
 * @param {Element} root the receipt, which holds the forms
 * @param {{ current: () => Prompt, changed: (prompt: Prompt) => void, failed: (error: Error | null) => void }} receipt
 */
export function receiptActions(root, { current, changed, failed }) {
  /** @param {(params: { id: number }) => Promise<Prompt>} ask @param {any} [form] */
  const act = async (ask, form) => {
    failed(null);
    if (form) clearFaults(form);
    try {
      changed(await ask({ id: current().id }));
    } catch (error) {
      if (form && error.details?.length) showFault(form, error);
      else failed(error);
    }
  };
  find('[data-action=cancel]', root).addEventListener('click', async () => {
    if (await mayInterrupt(current(), 'Cancel prompt'))
      act((params) => call('POST /api/assigner/prompts/:id/cancel', { params }));
  });
  find('[data-action=retry]', root).addEventListener('click', async () => {
    if (await mayInterrupt(current(), 'Interrupt and retry'))
      act((params) => call('POST /api/assigner/prompts/:id/retry', { params }));
  });
  find('[data-action=archive]', root).addEventListener('click', () => {
    const verb = current().archived ? 'unarchive' : 'archive';
    act((params) => call(`POST /api/assigner/prompts/:id/${verb}`, { params }));
  });
  onSubmit(find('[data-form=reassign]', root), async (form) => {
    const target = form.elements.target_session.value || null;
    const provider = form.elements.target_provider.value || null;
    if (!(await mayInterrupt(current(), 'Interrupt and reassign'))) return;
    const body = { target_session: target, target_provider: provider };
    act((params) => call('POST /api/assigner/prompts/:id/reassign', { params, body }), form);
  });
  onSubmit(find('[data-form=priority]', root), (form) => {
    const priority = form.elements.priority.valueAsNumber;
    act((params) => call('PATCH /api/assigner/prompts/:id', { params, body: { priority } }), form);
  });
  onSubmit(find('[data-form=resolve]', root), (form, submitter) => {
    const note = form.elements.note.value.trim();
    const body = { as: submitter?.value ?? 'completed', ...(note ? { note } : {}) };
    act((params) => call('POST /api/assigner/prompts/:id/resolve', { params, body }), form);
  });
}

function onSubmit(form, run) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    run(form, event.submitter);
  });
}

/** Only work that is going on is asked about: the rest loses nothing. @param {Prompt} prompt @param {string} action */
async function mayInterrupt(prompt, action) {
  if (prompt.status !== 'in_progress') return true;
  const session = prompt.assigned_session ? ` in ${prompt.assigned_session}` : '';
  return confirmAction({
    title: `${action}?`,
    text: `The agent${session} is interrupted; what it did so far stays.`,
    action,
  });
}

/** Enables what fits the prompt. @param {Element} root @param {Prompt} prompt */
export function enableActions(root, prompt) {
  const settled = isSettled(prompt);
  enable(find('[data-action=cancel]', root), !settled, 'The prompt is settled: there is nothing to cancel.');
  const archive = find('[data-action=archive]', root);
  archive.hidden = !settled;
  archive.textContent = prompt.archived ? 'Take out of the archive' : 'Archive';
  const retry = find('[data-action=retry]', root);
  retry.textContent = settled ? 'Run again' : 'Retry';
  find('[data-form=priority] fieldset', root).disabled = settled;
  find('[data-form=resolve]', root).hidden = prompt.stage !== 'indeterminate';
  fillChoices(
    find('[data-form=reassign] select[name=target_session]', root),
    sessionChoices('Any free session'),
  );
}

function enable(button, enabled, whyNot) {
  button.disabled = !enabled;
  button.title = enabled ? '' : whyNot;
}
