/** One dialog that waits for a person, and for a moment what became of it. */
import type { VNode } from 'preact';
import type { Confirmation } from '../../../../api/document/api-types';
import { readable } from '../../app/clean';
import {
  answerWords,
  decider,
  kindOf,
  outcomeLook,
  subjectOf,
  titleOf,
  whyAsked,
} from '../../app/confirmations';
import { state } from '../../app/state';
import { openRuleFrom } from '../rules/rules-dialog';
import { Badge } from '../../ui/badge';
import { firstLine } from '../../ui/text';
import { LiveTime } from '../../ui/time';
import { answerByKey, AnswerForm } from './answer-form';

/** `height`: what it keeps at least. */
export function InboxItem({ asked, height }: { asked: Confirmation; height: number }): VNode {
  const isOver = asked.status !== 'pending';
  return (
    <li
      class="ask"
      data-confirmation={asked.id}
      data-tone={isOver ? outcomeLook(asked).tone : 'warn'}
      style={{ minHeight: `${height}px` }}
      tabIndex={-1}
      aria-labelledby={titleId(asked)}
      onKeyDown={answerByKey}
    >
      {isOver ? <Outcome asked={asked} /> : <Open asked={asked} />}
    </li>
  );
}

const titleId = ({ id }: Confirmation): string => `ask-title-${id}`;

function Outcome({ asked }: { asked: Confirmation }): VNode {
  const words = [answerWords(asked), decider(asked), asked.session, asked.resolution];
  return (
    <p class="ask-outcome" id={titleId(asked)}>
      <Badge look={outcomeLook(asked)} />
      <code class="ask-subject">{firstLine(readable(subjectOf(asked)))}</code>
      <span class="muted">{words.filter(Boolean).join(' · ')}</span>
    </p>
  );
}

const Open = ({ asked }: { asked: Confirmation }): VNode => (
  <div class="ask-open">
    <div class="ask-head">
      <strong class="session-name">{asked.session}</strong>
      <span class="muted">{asked.agent}</span>
      <PromptLink id={asked.prompt_id} />
      <Marks asked={asked} />
      <span class="ask-waits muted">
        waits <LiveTime kind="running" at={asked.created_at} />
      </span>
    </div>
    <h3 id={titleId(asked)} class="ask-title">
      <span class="ask-kind">{kindOf(asked)}</span> <span>{readable(titleOf(asked))}</span>
    </h3>
    <pre class="ask-body" tabIndex={0} role="region" aria-label={`What ${asked.session} shows`}>
      {readable(asked.dialog.body || subjectOf(asked))}
    </pre>
    <Why asked={asked} />
    {/* Why an answer of the policy that was tried came to nothing. */}
    {asked.resolution && <p class="ask-held">{asked.resolution}</p>}
    <AnswerForm asked={asked} />
  </div>
);

function PromptLink({ id }: { id: number | null }): VNode | null {
  if (!id) return null;
  const prompt = state.prompts.get(id);
  return (
    <a class="ask-prompt" href={`#/prompt/${id}`}>
      #{id}
      {prompt && ` ${firstLine(prompt.content)}`}
    </a>
  );
}

function Marks({ asked }: { asked: Confirmation }): VNode | null {
  const { notified_at: notified, escalated_at: escalated, notification } = asked;
  const failure = notification && notification !== 'sent' ? notification : null;
  const text = failure ? 'nobody notified' : escalated ? 'escalated' : notified ? 'notified' : '';
  if (!text) return null;
  return (
    <span
      class="ask-marks"
      title={failure ?? escalated ?? notified ?? undefined}
      data-tone={escalated && !failure ? 'bad' : 'mute'}
    >
      {text}
    </span>
  );
}

const Why = ({ asked }: { asked: Confirmation }): VNode => (
  <p class="ask-why">
    Asked because: {whyAsked(asked)}.
    {asked.kind === 'permission' && asked.tool && (
      <>
        {' '}
        <button type="button" class="link-button" onClick={() => openRuleFrom(asked)}>
          Make a rule from this
        </button>
      </>
    )}
  </p>
);
