/** One feature or bug in its list. */
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { isSettled, promptLook } from '../../app/labels';
import { at } from '../../app/root';
import { Badge } from '../../ui/badge';
import { safeUrl } from '../../ui/dom';
import { LiveTime } from '../../ui/time';
import { hours } from '../../ui/duration';
import { pullOf } from '../github/pull-requests';
import { projectName } from '../projects/projects';
import { useKeptFocus } from './kept-focus';
import { ANSWERED, DONE, kindOf, nameOf, OPEN, severityLook, statusLook, type Item } from './kinds';
import { promptOf } from './prompts';

export interface ItemActions {
  readonly address: (id: number) => string;
  readonly send: (item: Item) => void;
  readonly pull: (item: Item) => void;
  readonly done: (item: Item) => void;
  readonly isBusy: (id: number) => boolean;
}
interface Props {
  readonly item: Item;
  readonly actions: ItemActions;
}

export function ItemRow({ item, actions }: Props): VNode {
  const kind = kindOf(item);
  const row = useRef<HTMLLIElement>(null);
  useKeptFocus(row, () => row.current?.querySelector('.work-title'));
  const look = statusLook(kind, item.status);
  const prompt = promptOf(item.prompt_id);
  const isUnderWay = Boolean(prompt && !isSettled(prompt));
  // Why it is in its status, if a person has to do with it: it is blocked, answered, or waits.
  const needsReason = item.status === 'blocked' || item.answered_at !== null || prompt?.status === 'pending';
  const reason = needsReason ? item.status_reason : '';
  return (
    <li class="work-row" data-row data-id={item.id} data-tone={look.tone} ref={row}>
      <span class="work-status">
        <Badge look={look} />
        {item.answered_at !== null && <Badge look={ANSWERED} />}
        {'severity' in item && <Badge look={severityLook(item.severity)} />}
      </span>
      <div class="work-what">
        <a class="work-title" data-opens href={actions.address(item.id)}>
          {nameOf(item)}
        </a>
        <span class="work-line">
          <span class="work-facts muted">{factsOf(item)}</span>
          <PromptLink id={item.prompt_id} />
          <PullLink featureId={item.id} isShown={kind === 'features'} />
        </span>
        {reason && <span class="reason">{reason}</span>}
      </div>
      <PriorityMark priority={item.priority} />
      <LiveTime kind="age" at={item.created_at} />
      <RowButtons {...{ item, actions, isUnderWay }} />
    </li>
  );
}

function RowButtons({ item, actions, isUnderWay }: Props & { readonly isUnderWay: boolean }): VNode {
  const kind = kindOf(item);
  const isOpen = OPEN[kind].split(',').includes(item.status);
  const isBegun = item.status === 'in_progress' || item.status === 'completed';
  const button = (label: string, does: (item: Item) => void, isBusy = false) => (
    <button
      type="button"
      class="button button-small"
      aria-label={`${label}: ${nameOf(item)}`}
      data-steady
      disabled={isBusy}
      onClick={({ detail: clicks }) => clicks <= 1 && does(item)}
    >
      {label}
    </button>
  );
  return (
    <div class="work-actions">
      {item.status === 'in_progress' &&
        !isUnderWay &&
        button(`Mark ${DONE[kind]}`, actions.done, actions.isBusy(item.id))}
      {isOpen && !isUnderWay && button('Work on this', actions.send)}
      {kind === 'features' && item.project_id !== null && isBegun && button('Pull request', actions.pull)}
    </div>
  );
}

export function PriorityMark({ priority }: { readonly priority: number }): VNode {
  return (
    <span class="work-priority" title={priority ? `Priority ${priority}` : undefined}>
      <span aria-hidden="true">{priority ? `P ${priority}` : ''}</span>
      <span class="visually-hidden">{priority ? `Priority ${priority}` : ''}</span>
    </span>
  );
}

function factsOf(item: Item): string {
  const spent = item.actual_hours === null ? '' : `${hours(item.actual_hours)} spent`;
  const planned = item.estimated_hours === null ? '' : `${hours(item.estimated_hours)} planned`;
  const feature = 'feature_id' in item && item.feature_id !== null ? `feature #${item.feature_id}` : '';
  return [`#${item.id}`, projectName(item.project_id), feature, item.assigned_to, planned, spent]
    .filter(Boolean)
    .join(' · ');
}

/** The prompt that works on it, or did so last, with the way to its receipt. */
function PromptLink({ id }: { readonly id: number | null }): VNode | null {
  const prompt = promptOf(id);
  // One that was cleaned up has no receipt any more.
  if (id === null || prompt === null) return null;
  return (
    <a class="work-prompt" href={at(`/#/prompt/${id}`)} data-prompt={id}>
      {prompt && <Badge look={promptLook(prompt)} />}
      <span class="id">{`prompt ${id}`}</span>
    </a>
  );
}

function PullLink({ featureId, isShown }: { readonly featureId: number; readonly isShown: boolean }) {
  const pull = isShown ? pullOf(featureId) : undefined;
  const url = safeUrl(pull?.url);
  if (!pull || !url) return null;
  return (
    <a class="work-pull" href={url} target="_blank" rel="noopener">
      {`Pull request #${pull.number}`}
    </a>
  );
}
