/** The list of suggestions: each with its evidence, its prompt, and what became of it. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { known } from '../../app/known';
import { Badge, type Look, NOT_KNOWN } from '../../ui/badge';
import { Problem } from '../../ui/notice';
import { Pager } from '../../ui/pager';
import { doLater, isLeaving } from '../../ui/undo';
import { LiveTime } from '../../ui/time';
import { PanelMessage } from '../../ui/panel-message';
import { Choices } from '../../ui/choices';
import {
  actions,
  approve,
  dismiss,
  fault,
  message,
  offset,
  page,
  run,
  SHOWN,
  status,
  STATUSES,
} from './load';

type Improvement = NonNullable<typeof page.value>['items'][number];

const LOOKS: Readonly<Record<string, Look>> = {
  suggested: { label: 'Suggested', shape: 'ring', tone: 'warn' },
  queued: { label: 'Queued', shape: 'play', tone: 'busy' },
  failed: { label: 'Failed', shape: 'cross', tone: 'bad' },
  dismissed: { label: 'Dismissed', shape: 'slash', tone: 'mute' },
  helped: { label: 'Helped', shape: 'check', tone: 'ok' },
  no_change: { label: 'No change', shape: 'dot', tone: 'mute' },
  worse: { label: 'Worse', shape: 'triangle', tone: 'bad' },
};
const lookOf = (word: string | null): Look => known(LOOKS, word) ?? NOT_KNOWN;
const FILTERS = [...STATUSES, null] as const;

/** `failed_prompts:dev_worker1` is `failed prompts (dev_worker1)`. */
function metricWords(metric: string): string {
  const [name = '', ...of] = metric.split(':');
  const words = name.replaceAll('_', ' ');
  return of.length > 0 ? `${words} (${of.join(':')})` : words;
}

export function Improvements(): VNode {
  const { items = [], total = 0 } = page.value ?? {};
  return (
    <section class="panel" aria-labelledby="improvements-title">
      <div class="panel-head">
        <h2 id="improvements-title">
          Improvements <span class="count">{total || ''}</span>
        </h2>
        <div class="panel-actions">
          <Choices
            of={FILTERS}
            chosen={status.value}
            choose={(each) => {
              offset.value = 0;
              status.value = each;
            }}
          />
          <button
            type="button"
            id="improvements-run"
            class="button button-small"
            disabled={actions.isBusy('run')}
            onClick={actions.press(run, 'run')}
          >
            Look now
          </button>
        </div>
      </div>
      <Problem id="improvements-fault" class="panel-message panel-message-bad" text={fault.value} />
      <PanelMessage id="improvements-message" {...message.value} />
      <ul id="improvements" class="panel-body improvements" data-list>
        {items.map((one) => (
          <Row key={one.id} improvement={one} />
        ))}
      </ul>
      <div class="empty" hidden={page.value === null || items.length > 0}>
        <p>Nothing here. It is looked for every few minutes.</p>
      </div>
      <Pager label="Improvements" offset={offset} pageSize={SHOWN} total={total} />
    </section>
  );
}

const keyOf = (id: number): string => `improvement ${id}`;

function Row({ improvement }: { improvement: Improvement }): VNode {
  const { id, title, count, confidence, evidence, prompt, effect, last_seen: seen } = improvement;
  const { attempts, needs_person: needsPerson, source } = improvement;
  return (
    <li data-row data-improvement={id} data-status={improvement.status} data-leaving={isLeaving(keyOf(id))}>
      <div class="improvement-head">
        <Badge look={lookOf(improvement.status === 'measured' ? effect.verdict : improvement.status)} />
        <strong>{title}</strong>
      </div>
      <p class="muted">
        found {count === 1 ? 'once' : `${count} times`}, <LiveTime kind="ago" at={seen} /> · by a {source} ·
        confidence {confidence}
        {needsPerson && ' · quotes what came from outside'}
      </p>
      <p class="improvement-effect">
        {metricWords(effect.metric)}: {Math.round(effect.before)}
        {effect.after !== null && ` → ${Math.round(effect.after)}`}
        {attempts[0] && ` · prompt ${attempts[0].prompt_id ?? '…'} by ${attempts[0].queued_by}`}
      </p>
      <details>
        <summary>Evidence and prompt</summary>
        <ul>
          {evidence.map((line, index) => (
            <li key={index}>{line}</li>
          ))}
        </ul>
        <pre class="improvement-prompt">{prompt}</pre>
      </details>
      <Actions improvement={improvement} />
    </li>
  );
}

function Actions({ improvement: { id, title, status: now } }: { improvement: Improvement }): VNode | null {
  const target = useSignal('');
  if (now !== 'suggested' && now !== 'failed') return null;
  // Another suggestion comes to the place of one that goes.
  const button = (label: string, does: () => Promise<unknown>): VNode => (
    <button
      type="button"
      class="button button-small"
      data-steady
      disabled={actions.isBusy(id)}
      onClick={actions.press(does, id)}
    >
      {label}
    </button>
  );
  return (
    <div class="improvement-actions">
      <input
        type="text"
        class="input"
        aria-label="Session that does it"
        placeholder="any session"
        value={target.value}
        onInput={(event) => (target.value = event.currentTarget.value)}
      />
      {button('Approve', () => approve(id, target.value.trim()))}
      {button('Dismiss', () =>
        doLater({ text: `“${title}” is dismissed`, keys: [keyOf(id)], send: () => dismiss(id) }),
      )}
    </div>
  );
}
