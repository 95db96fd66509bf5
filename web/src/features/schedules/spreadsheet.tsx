/** The spreadsheet at Google: whether it is as the record is, and a run now. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call, messageOf } from '../../app/api';
import { known } from '../../app/known';
import { useActions } from '../../ui/actions';
import { Badge, NOT_KNOWN, type Look } from '../../ui/badge';
import { PanelMessage } from '../../ui/panel-message';
import { counted, sentence } from '../../ui/text';
import { FixedTime } from '../../ui/time';
import { load, sheets, type SheetSync } from './load';

const LOOKS: Readonly<Record<SheetSync['status'], Look>> = {
  running: { label: 'Being written', shape: 'play', tone: 'busy' },
  completed: { label: 'Up to date', shape: 'check', tone: 'ok' },
  failed: { label: 'Failed', shape: 'cross', tone: 'bad' },
  cancelled: { label: 'Cancelled', shape: 'cross', tone: 'warn' },
};

export function Spreadsheet(): VNode | null {
  const said = useSignal<string | null>(null);
  const actions = useActions((error) => (said.value = messageOf(error)));
  const state = sheets.value;
  if (state === null) return null;
  const run = async (): Promise<void> => {
    said.value = null;
    await call('POST /api/sheets/run');
    said.value = 'It is being written. How it ended stands below, in a moment.';
    await load();
  };
  return (
    <section class="panel" aria-labelledby="sheets-title">
      <div class="panel-head">
        <h2 id="sheets-title">Google Sheets</h2>
        <button
          type="button"
          class="button button-small"
          disabled={!state.configured || actions.isBusy('run')}
          onClick={actions.press(run, 'run')}
        >
          Write it now
        </button>
      </div>
      <PanelMessage id="sheets-said" text={said.value} />
      <div class="panel-body">
        {state.missing !== null && <p class="muted">{state.missing}. The steps are in docs/sheets.md.</p>}
        {state.configured && state.items.length === 0 && <p class="muted">Nothing was written yet.</p>}
        {state.url !== null && (
          <p class="spreadsheet-link">
            <a href={state.url} rel="noreferrer">
              Open the spreadsheet
            </a>
          </p>
        )}
        <ul id="sheet-syncs" class="text-messages">
          {state.items.map((sync) => (
            <Sync key={sync.id} sync={sync} />
          ))}
        </ul>
      </div>
    </section>
  );
}

const Sync = ({ sync }: { sync: SheetSync }): VNode => (
  <li data-sheet-sync={sync.id}>
    <details>
      <summary>
        <FixedTime at={sync.started_at} /> <Badge look={known(LOOKS, sync.status) ?? NOT_KNOWN} />{' '}
        <span class="muted">{sync.reason}</span>
      </summary>
      <ul>
        {sync.tabs.map(({ tab, rows, added, updated, done, reason, notes }) => (
          <li key={tab}>
            {`${sentence(tab)}: ${counted(rows, 'row')}, ${added} added, ${updated} changed`}
            {!done && reason !== sync.reason && (
              <p class="muted">{reason ?? 'not all of them are written'}</p>
            )}
            {notes.map((note) => (
              <p key={note}>{note}</p>
            ))}
          </li>
        ))}
      </ul>
    </details>
  </li>
);
