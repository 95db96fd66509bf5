/** The receipt of one prompt, in a panel at the side. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { readable } from '../../app/clean';
import { isSettled, promptDetail, promptLook } from '../../app/labels';
import { Badge } from '../../ui/badge';
import { Dialog } from '../../ui/dialog';
import { find } from '../../ui/dom';
import { withLocalTimes } from '../../ui/duration';
import { mount } from '../../ui/mount';
import { Problem } from '../../ui/notice';
import { answerIn } from '../queue/compose';
import { Facts } from './facts';
import { ReceiptActions } from './receipt-actions';
import { closed, followAddress, openId, problem, prompt, type Prompt } from './state';
import { Timeline } from './timeline';

const COPIED_MS = 1500;

export function showReceipt(): void {
  const place = document.createElement('div');
  document.body.append(place);
  mount(<Receipt />, place);
  followAddress();
}

function Receipt(): VNode | null {
  const id = openId.value;
  const shown = prompt.value;
  if (!id) return null;
  const head = shown && (
    <>
      <Badge look={promptLook(shown)} />
      <span class="receipt-stage muted">{promptDetail(shown)}</span>
    </>
  );
  return (
    <Dialog id="receipt" class="receipt" title={`Prompt #${id}`} head={head} onClose={closed}>
      <Problem class="receipt-error notice notice-bad" text={problem.value} />
      {shown && <Body key={id} prompt={shown} />}
    </Dialog>
  );
}

function Body({ prompt: shown }: { prompt: Prompt }): VNode {
  const { reason, warning, content, error, response, history } = shown;
  return (
    <div class="receipt-body">
      <p class="receipt-reason" aria-live="polite" hidden={!reason}>
        {withLocalTimes(reason ?? '')}
      </p>
      <p class="receipt-warning notice notice-warn" aria-live="polite" hidden={!warning}>
        {warning && `Nobody can take it now: ${warning}`}
      </p>
      {shown.result === 'question' && <Question prompt={shown} />}
      <ReceiptActions prompt={shown} />
      <Facts prompt={shown} />
      <TextSection name="content" title="Prompt" text={content} />
      <TextSection name="error" title="Error" text={error} />
      <TextSection name="response" title="Response" text={response} />
      <section class="receipt-section">
        <h3>Steps</h3>
        <Timeline history={history ?? []} settled={isSettled(shown)} />
      </section>
    </div>
  );
}

/** What the agent asked back at the end. */
function Question({ prompt: shown }: { prompt: Prompt }): VNode {
  const session = shown.assigned_session;
  const answer = (): void => {
    // At once: what lies under an open dialog takes no focus.
    find('#receipt', HTMLDialogElement).close();
    void answerIn(shown);
  };
  return (
    <section class="receipt-section notice notice-warn" data-text="question">
      <h3>The agent asks back</h3>
      <pre class="receipt-text" tabIndex={0} aria-label="Question">
        {readable(shown.question ?? shown.response ?? '')}
      </pre>
      <div>
        <button
          type="button"
          class="button button-small button-primary"
          disabled={!session}
          title={session ? `Writes to ${session}` : 'Its session is not known.'}
          onClick={answer}
        >
          Answer
        </button>
      </div>
    </section>
  );
}

interface TextProps {
  readonly name: string;
  readonly title: string;
  readonly text: string | null;
}

function TextSection({ name, title, text }: TextProps): VNode | null {
  if (!text) return null;
  return (
    <section class="receipt-section" data-text={name}>
      <h3>
        {title}
        <CopyButton text={text} label={`Copy ${title.toLowerCase()}`}>
          Copy
        </CopyButton>
      </h3>
      <pre class="receipt-text" tabIndex={0} aria-label={title}>
        {text}
      </pre>
    </section>
  );
}

interface CopyProps {
  readonly text: string;
  readonly label: string;
  readonly children: ComponentChildren;
}

function CopyButton({ text, label, children }: CopyProps): VNode | null {
  const isCopied = useSignal(false);
  // Browsers offer the clipboard on HTTPS and localhost only.
  if (!('clipboard' in navigator)) return null;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    isCopied.value = true;
    setTimeout(() => (isCopied.value = false), COPIED_MS);
  };
  return (
    <button type="button" class="link-button" aria-label={label} onClick={() => void copy()}>
      {isCopied.value ? 'Copied' : children}
    </button>
  );
}
