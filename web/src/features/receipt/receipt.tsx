/** What became of a prompt: beside the list of prompts where the page has one, else in a panel over the page. */
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { readable } from '../../app/clean';
import { engineLink } from '../../app/engine-link';
import { isSettled, promptDetail, promptLook } from '../../app/labels';
import { momentAddress } from '../../app/page-addresses';
import { at } from '../../app/root';
import { Badge } from '../../ui/badge';
import { Dialog } from '../../ui/dialog';
import { find } from '../../ui/dom';
import { withLocalTimes } from '../../ui/duration';
import { mount } from '../../ui/mount';
import { Problem } from '../../ui/notice';
import { CopyButton } from '../code/copy-button';
import { answerIn } from '../queue/compose';
import { Answer } from './answer';
import { followList } from './beside';
import { Changes } from './changes';
import { Chain } from './chain';
import { Facts } from './facts';
import { FollowUp } from './follow-up';
import { ReceiptActions } from './receipt-actions';
import { closed, followAddress, openId, problem, prompt, type Prompt } from './state';
import { TimeBar } from './time-bar';
import { Timeline } from './timeline';
import './receipt.css';

export function showReceipt(): void {
  const place = document.createElement('div');
  document.body.append(place);
  mount(<Receipt />, place);
  followAddress();
}

/** Beside the list, in that place of the page. */
export function showReceiptIn(place: HTMLElement): void {
  mount(<Beside />, place);
  followList();
  followAddress();
}

function Receipt(): VNode | null {
  const id = openId.value;
  if (!id) return null;
  return (
    <Dialog
      id="receipt"
      class="receipt receipt-over"
      title={`Prompt #${id}`}
      head={<State />}
      onClose={closed}
    >
      <Shown id={id} />
    </Dialog>
  );
}

function Beside(): VNode | null {
  const id = openId.value;
  const place = useRef<HTMLElement>(null);
  // Where it takes the place of the list, it begins at its top.
  useEffect(() => {
    place.current?.scrollTo(0, 0);
    if (id && place.current?.previousElementSibling?.checkVisibility() === false) scrollTo(0, 0);
  }, [id]);
  if (!id) return null;
  return (
    <section id="receipt" class="panel receipt receipt-beside" aria-labelledby="receipt-title" ref={place}>
      <div class="dialog-head">
        <button type="button" class="receipt-back" data-reads onClick={closed}>
          ‹ Queue
        </button>
        <h2 id="receipt-title">Prompt #{id}</h2>
        <State />
        <button type="button" class="close" aria-label="Close" onClick={closed}>
          ×
        </button>
      </div>
      <Shown id={id} />
    </section>
  );
}

function State(): VNode | null {
  const shown = prompt.value;
  if (!shown) return null;
  return (
    <>
      <Badge look={promptLook(shown)} />
      <span class="receipt-stage muted">{promptDetail(shown)}</span>
    </>
  );
}

const Shown = ({ id }: { id: number }): VNode => (
  <>
    <Problem class="receipt-error notice notice-bad" text={problem.value} />
    {prompt.value && <Body key={id} prompt={prompt.value} />}
  </>
);

/** What it came to first, then what can be done, then how it came to that. */
function Body({ prompt: shown }: { prompt: Prompt }): VNode {
  const { reason, warning, content, error, response, history = [] } = shown;
  const settled = isSettled(shown);
  return (
    <div class="receipt-body">
      <div class="receipt-lead">
        <p class="receipt-reason" aria-live="polite" hidden={!reason}>
          {withLocalTimes(reason ?? '')}
        </p>
        <Ways prompt={shown} />
      </div>
      <p class="receipt-warning notice notice-warn" aria-live="polite" hidden={!warning}>
        {warning && `Nobody can take it now: ${warning}`}
      </p>
      {shown.result === 'question' && <Question prompt={shown} />}
      <TextSection name="error" title="Error" text={error} />
      {response && <Answer prompt={shown} text={response} />}
      <ReceiptActions prompt={shown} />
      <FollowUp prompt={shown} />
      <Changes prompt={shown} />
      <TextSection name="content" title="Prompt" text={content} />
      <section class="receipt-section">
        <h3>Time</h3>
        <TimeBar history={history} settled={settled} />
        <Timeline history={history} settled={settled} />
      </section>
      <Chain prompt={shown} />
      <Facts prompt={shown} />
    </div>
  );
}

/** Where more of it is shown. */
function Ways({ prompt: { id, temporal_url: url, recording } }: { prompt: Prompt }): VNode {
  const temporal = engineLink(url);
  return (
    <p class="receipt-ways">
      {!document.querySelector('#queue-page') && (
        <a href={at(`/queue.html#/prompt/${id}`)}>Open in the queue</a>
      )}
      {recording && <a href={momentAddress(recording.session, recording.at)}>Watch it from here</a>}
      {temporal && (
        <a href={temporal} target="_blank" rel="noopener">
          Temporal history
        </a>
      )}
    </p>
  );
}

/** What the agent asked back at the end. */
function Question({ prompt: shown }: { prompt: Prompt }): VNode {
  const session = shown.assigned_session;
  const answer = (): void => {
    // At once: what lies under an open dialog takes no focus.
    const over = document.querySelector('dialog#receipt');
    if (over) find('#receipt', HTMLDialogElement).close();
    void answerIn(shown);
  };
  return (
    <section class="receipt-section notice notice-warn" data-text="question">
      <h3>The agent asks back</h3>
      <pre class="receipt-text" tabIndex={0} role="region" aria-label="Question">
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
      <div class="section-head">
        <h3>{title}</h3>
        <CopyButton text={text} label={`Copy ${title.toLowerCase()}`}>
          Copy
        </CopyButton>
      </div>
      <pre class="receipt-text" tabIndex={0} role="region" aria-label={title}>
        {readable(text)}
      </pre>
    </section>
  );
}
