/**
 * A text for the terminal that is written first and sent in one piece: keyboards of phones correct what is written, which
 * no terminal can follow.
 */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import * as model from './model';

const DRAFT_PLACE = 'architect.terminal.draft';

export function SendBox(): VNode | null {
  const text = useSignal(sessionStorage.getItem(DRAFT_PLACE) ?? '');
  const isSending = useSignal(false);
  const problem = useSignal('');
  const keep = (next: string): void => {
    text.value = next;
    sessionStorage.setItem(DRAFT_PLACE, next);
  };
  const send = async (): Promise<void> => {
    if (text.value === '' || isSending.value) return;
    isSending.value = true;
    problem.value = '';
    const refusal = await model.paste(text.value, true);
    isSending.value = false;
    if (refusal === null) keep('');
    else problem.value = refusal;
  };
  if (!model.isWriter.value) return null;
  return (
    <form
      class="terminal-send"
      id="terminal-send"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        id="terminal-text"
        rows={2}
        aria-label="Text for the terminal"
        aria-describedby="terminal-send-problem"
        placeholder="Write here, then send it in one piece"
        value={text}
        onInput={({ currentTarget }) => keep(currentTarget.value)}
      />
      <button type="submit" class="button button-primary" disabled={isSending.value || text.value === ''}>
        Send
      </button>
      <span id="terminal-send-problem" class="terminal-send-problem" role="alert" hidden={!problem.value}>
        {problem}
      </span>
    </form>
  );
}
