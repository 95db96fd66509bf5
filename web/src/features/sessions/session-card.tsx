/** One session in the sessions panel. */
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { memo } from 'preact/compat';
import type { Session } from '../../../../api/document/api-types';
import { lookOfSession } from '../../app/confirmations';
import { sessionAddress } from '../../app/page-addresses';
import { state } from '../../app/state';
import { Badge } from '../../ui/badge';
import { Icon } from '../../ui/icon';
import { firstLine, shortPath } from '../../ui/text';
import { LiveTime } from '../../ui/time';
import { SessionMode } from './session-mode';
import { sessionReason, sourceWords, successRate, successTitle } from './words';

export type SessionActions = Readonly<
  Record<'view' | 'why' | 'edit' | 'end' | 'takeOver', (name: string) => void>
>;

interface CardProps {
  readonly session: Session;
  readonly actions: SessionActions;
}

export const SessionCard = memo(({ session, actions }: CardProps): VNode => {
  const { name, working_dir: dir, disagreement } = session;
  const look = lookOfSession(session);
  const reason = sessionReason(session);
  const evidence = [session.rule, session.evidence].filter(Boolean).join(': ');
  const source = sourceWords(session.evidence_source);
  const until = session.status === 'limited' ? session.limited_until : null;
  return (
    <li class="session" data-row data-session={name} data-tone={look.tone}>
      <div class="session-head">
        <strong class="session-name" title={name}>
          <a href={sessionAddress(name)}>{name}</a>
        </strong>
        <span class="muted kind">{[session.provider, session.specialty].filter(Boolean).join(' · ')}</span>
        <Badge look={look} />
      </div>
      <div class="session-says">
        <p class="reason" title={evidence || undefined} hidden={!reason}>
          {reason}
        </p>
        {until && (
          <p class="session-sleep">
            Sleeps for <LiveTime kind="left" at={until} /> more
          </p>
        )}
        {disagreement && (
          <p class="disagreement">
            <Icon shape="triangle" />
            <span>{disagreement}</span>
          </p>
        )}
        {session.current_task_id !== null && (
          <CurrentPrompt key={session.current_task_id} id={session.current_task_id} />
        )}
      </div>
      <p class="session-facts muted">
        <span class="path" title={dir ?? undefined}>
          {shortPath(dir)}
        </span>
        {source && <span class="session-source">{source}</span>}
        <span>
          active <LiveTime kind="ago" at={session.last_activity} />
        </span>
      </p>
      {session.writer && (
        <p class="session-writer">
          <Icon shape="pause" />
          <span>{session.writer} types in its terminal: the queue waits</span>
        </p>
      )}
      <SessionMode session={session} />
      <p class="session-record muted">
        <span title={successTitle(session)}>{successRate(session)}</span>
      </p>
      <Buttons session={session} actions={actions} />
    </li>
  );
});

function CurrentPrompt({ id }: { id: number }): VNode {
  // Drawn anew only if the text differs, not at each change of any prompt.
  const text = useComputed(() => firstLine(state.prompts.get(id)?.content));
  return (
    <p class="task">
      <a href={`#/prompt/${id}`}>
        #{id} {text}
      </a>
    </p>
  );
}

function Buttons({ session: { name, owner }, actions }: CardProps): VNode {
  const button = (label: string, does: string, act: (name: string) => void, extra = ''): VNode => (
    <button
      type="button"
      class={`button button-small button-quiet ${extra}`.trim()}
      aria-label={`${does} ${name}`}
      onClick={() => act(name)}
    >
      {label}
    </button>
  );
  return (
    <div class="session-actions">
      {button('Why?', 'Why? Explain the state of', actions.why, 'button-link')}
      {button('View screen', 'View screen of', actions.view, 'button-link')}
      {button('Edit', 'Edit', actions.edit, 'button-link')}
      {button('End', 'End session', actions.end)}
      {owner && button('Take over', 'Take over', actions.takeOver)}
    </div>
  );
}
