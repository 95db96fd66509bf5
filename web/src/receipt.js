/**
 * The receipt of one prompt, in a panel at the side, at the address `#/prompt/42`.
 * @import { Prompt } from '../../api/document/api-types'
 */
import { call } from './app/api';
import { closeOnBackdrop } from './dialogs';
import { find, setMessage } from './dom';
import { answerIn } from './features/queue/composer';
import { enableActions, receiptActions } from './receipt-actions';
import { receiptPanel, showPrompt } from './receipt-view';
import { on } from './app/state';

export function startReceipt() {
  const panel = receiptPanel({
    answer(asked) {
      panel.close();
      answerIn(asked);
    },
  });
  document.body.append(panel);
  closeOnBackdrop(panel);
  let openId = 0;
  /** @type {Prompt | null} */
  let prompt = null;
  let reading = false;
  let outdated = false;

  const failed = (error) => setMessage(find('.receipt-error', panel), error?.message);

  /** @param {Prompt} next */
  function changed(next) {
    if (next.id !== openId) return;
    const isFirst = !prompt;
    prompt = next;
    showPrompt(panel, prompt);
    enableActions(panel, prompt);
    if (isFirst) find('#receipt-priority', panel).value = prompt.priority;
  }

  /** One reading at a time; what happened during it leads to one more. */
  async function read() {
    if (reading) {
      outdated = true;
      return;
    }
    reading = true;
    const id = openId;
    try {
      const answer = await call('GET /api/assigner/prompts/:id', { params: { id } });
      if (id === openId) {
        failed(null);
        changed(answer);
      }
    } catch (error) {
      if (id === openId) failed(error);
    }
    reading = false;
    if (outdated || id !== openId) {
      outdated = false;
      if (openId) read();
    }
  }

  function follow() {
    const id = Number(/^#\/prompt\/(\d+)$/.exec(location.hash)?.[1] ?? 0);
    if (id === openId) return;
    openId = id;
    prompt = null;
    if (!id) return panel.close();
    showPrompt(panel, { id });
    failed(null);
    if (!panel.open) panel.showModal();
    read();
  }

  // Its buttons are there for a prompt that was read.
  const current = () => /** @type {Prompt} */ (prompt);
  receiptActions(panel, { current, changed: take, failed });
  /** An action's answer may lack the history: the reading that follows has it. @param {Prompt} answer */
  function take(answer) {
    if (answer?.history) changed(answer);
    read();
  }

  panel.addEventListener('close', () => {
    openId = 0;
    if (location.hash) history.pushState(null, '', location.pathname);
  });
  on('prompt', (value) => value.id === openId && read());
  on('state', () => openId && read());
  on('session', () => prompt && enableActions(panel, prompt));
  window.addEventListener('hashchange', follow);
  window.addEventListener('popstate', follow);
  follow();
}
