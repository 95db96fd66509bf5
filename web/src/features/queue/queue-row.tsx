/** One prompt in the queue table. */
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { memo } from 'preact/compat';
import { promptDetail, promptLook } from '../../app/labels';
import type { Prompt } from '../../app/state';
import { flag } from '../../ui/attributes';
import { Badge } from '../../ui/badge';
import { withLocalTimes } from '../../ui/duration';
import { firstLine } from '../../ui/text';
import { LiveTime } from '../../ui/time';
import { isLeaving } from '../../ui/undo';
import { openId } from '../receipt/address';
import { keyOf } from './keys';
import { MoveHandle } from './move-handle';
import { canMove, isWaiting, positionWords } from './order';
import { Choose } from './selection';

interface RowProps {
  readonly prompt: Prompt;
  readonly index: number;
  /** Is told of the row, so that its height is known. */
  readonly measure: (row: HTMLTableRowElement | null) => void;
}

/** Drawn anew only if its prompt changed. */
export const QueueRow = memo(({ prompt, index, measure }: RowProps): VNode => {
  const look = promptLook(prompt);
  const detail = promptDetail(prompt);
  const leaving = useComputed(() => isLeaving(keyOf(prompt.id)));
  const isOpen = useComputed(() => (openId.value === prompt.id ? 'true' : undefined));
  const why = withLocalTimes(reasonOf(prompt) ?? '');
  return (
    <tr
      role="row"
      data-row
      data-prompt={prompt.id}
      data-tone={look.tone}
      data-leaving={leaving}
      aria-current={isOpen}
      data-index={index}
      ref={measure}
    >
      <td role="cell" class="cell-status" title={detail || undefined}>
        <Choose id={prompt.id} />
        {canMove.value && <MoveHandle prompt={prompt} />}
        <Badge look={look} />
        {isWaiting(prompt) ? (
          <Position prompt={prompt} />
        ) : (
          <span class="stage muted" hidden={!detail}>
            {detail}
          </span>
        )}
      </td>
      <td role="cell" class="cell-prompt">
        <a class="row-link" data-opens href={`#/prompt/${prompt.id}`}>
          <span class="id">#{prompt.id}</span> <span class="first-line">{firstLine(prompt.content)}</span>
        </a>
        <span class="reason" data-warning={flag(Boolean(prompt.warning))} hidden={!why}>
          {why}
        </span>
      </td>
      <SessionCell prompt={prompt} />
      <td role="cell" class="cell-priority number" data-zero={flag(prompt.priority === 0)}>
        {prompt.priority}
      </td>
      <td role="cell" class="cell-age number">
        <LiveTime kind="age" at={prompt.created_at} />
      </td>
    </tr>
  );
});

/** Drawn anew by itself: each prompt that goes shifts all behind it. */
function Position({ prompt }: { prompt: Prompt }): VNode | null {
  const words = positionWords(prompt);
  if (!words) return null;
  const [place, all] = words.split(' of ');
  return (
    <span class="position muted" title={`Position ${words} in the queue`}>
      <span class="visually-hidden">position </span>
      {place}
      <span class="position-of"> of {all}</span>
    </span>
  );
}

function reasonOf({ status, result, question, error, warning, reason }: Prompt): string | null {
  if (warning) return `Nobody can take it now: ${warning}`;
  if (result === 'question' && question) return firstLine(question);
  return status === 'failed' ? (error ?? reason) : reason;
}

function SessionCell({ prompt }: { prompt: Prompt }): VNode {
  const { assigned_session: assigned, target_session: target, target_provider: provider } = prompt;
  const wanted = target ?? (provider ? `any ${provider}` : 'any');
  const title = assigned
    ? `Worked on in ${assigned}`
    : `Waits for ${wanted === 'any' ? 'any session' : wanted}`;
  return (
    <td role="cell" class="cell-session" data-wanted={flag(!assigned)} title={title}>
      {assigned ?? wanted}
    </td>
  );
}
