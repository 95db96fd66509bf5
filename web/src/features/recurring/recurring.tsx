/** Prompts that are queued again and again: when, what became of the last time, and the buttons that change them. */
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { at } from '../../app/root';
import { useActions } from '../../ui/actions';
import { Badge, type Look } from '../../ui/badge';
import { confirmAction, openDialog } from '../../ui/dialog';
import { Problem } from '../../ui/notice';
import { FixedTime, LiveTime } from '../../ui/time';
import { projectName } from '../projects/projects';
import { ChangeDialog } from './change-dialog';
import { failed, fault, load, recurring, type Recurring } from './load';

const OUTCOMES: Readonly<Record<NonNullable<Recurring['last']>['outcome'], Look>> = {
  queued: { label: 'Queued', shape: 'check', tone: 'ok' },
  skipped: { label: 'Skipped', shape: 'slash', tone: 'warn' },
  failed: { label: 'Failed', shape: 'cross', tone: 'bad' },
};
const WAITS: Look = { label: 'Waits', shape: 'ring', tone: 'mute' };
const PAUSED: Look = { label: 'Paused', shape: 'pause', tone: 'warn' };

export function RecurringList(): VNode {
  const rows = recurring.value;
  return (
    <section class="panel" aria-labelledby="recurring-title">
      <div class="panel-head">
        <h2 id="recurring-title">Recurring prompts</h2>
      </div>
      <Problem id="recurring-fault" class="panel-message panel-message-bad" text={fault.value} />
      <ul id="recurring" class="panel-body recurring-rows" data-list>
        {(rows ?? []).map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </ul>
      <div class="empty" hidden={rows === null || rows.length > 0}>
        <p>Nothing is queued again and again.</p>
      </div>
    </section>
  );
}

function Row({ one }: { one: Recurring }): VNode {
  const target = [one.target_session, one.target_provider, one.specialty].filter(Boolean).join(', ');
  const project = projectName(one.project_id);
  return (
    <li data-row data-recurring={one.id}>
      <div class="recurring-head">
        <strong>{one.name}</strong>
        <Badge look={one.paused ? PAUSED : WAITS} />
        <span>{one.in_words}</span>
        <span class="muted">{one.timezone}</span>
        <span class="muted">
          to {target || 'any free session'}
          {project && ` in ${project}`}
        </span>
      </div>
      <pre>{one.content ?? `Template ${one.template}${valuesOf(one.variables)}`}</pre>
      <Times one={one} />
      <Buttons one={one} />
    </li>
  );
}

function valuesOf(variables: Recurring['variables']): string {
  const values = Object.entries(variables).map(([name, value]) => `${name}: ${value}`);
  return values.length === 0 ? '' : ` with ${values.join(', ')}`;
}

function Times({ one: { next, last } }: { one: Recurring }): VNode {
  return (
    <div class="recurring-head">
      <span class="muted">
        {next === null ? 'not due' : 'next '}
        <FixedTime at={next} />
      </span>
      {last && (
        <>
          <span class="muted">
            last <LiveTime kind="ago" at={last.scheduled_at} />
          </span>
          <Badge look={OUTCOMES[last.outcome]} />
          {last.prompt_id !== null && <a href={at(`/#/prompt/${last.prompt_id}`)}>#{last.prompt_id}</a>}
          {last.reason !== null && (
            <span class={last.outcome === 'failed' ? 'recurring-fault' : 'muted'}>{last.reason}</span>
          )}
        </>
      )}
    </div>
  );
}

function Buttons({ one }: { one: Recurring }): VNode {
  const { id, name, paused } = one;
  const actions = useActions(failed);
  const params = { id };
  const then = (ask: () => Promise<unknown>) => async (): Promise<void> => {
    try {
      await ask();
    } finally {
      await load();
    }
  };
  const run = async (): Promise<void> => {
    await call('POST /api/recurring-prompts/:id/trigger', { params });
    await load();
  };
  const pause = then(() => call('PATCH /api/recurring-prompts/:id', { params, body: { paused: !paused } }));
  const remove = async (): Promise<void> => {
    const text = 'Its prompts stay; no more are queued.';
    if (!(await confirmAction({ title: `Remove '${name}'?`, text, action: 'Remove' }))) return;
    await then(() => call('DELETE /api/recurring-prompts/:id', { params }))();
  };
  const button = (label: string, does: () => Promise<unknown>): VNode => (
    <button
      type="button"
      class="button button-small"
      data-steady
      aria-label={label === 'Run now' ? `Run ${name} now` : `${label} ${name}`}
      disabled={actions.isBusy()}
      onClick={actions.press(does)}
    >
      {label}
    </button>
  );
  return (
    <div class="recurring-head">
      {button('Run now', run)}
      {button(paused ? 'Resume' : 'Pause', pause)}
      <button
        type="button"
        class="button button-small"
        aria-label={`Change ${name}`}
        onClick={() => openDialog((close) => <ChangeDialog one={one} close={close} />)}
      >
        Change
      </button>
      {button('Remove', remove)}
    </div>
  );
}
