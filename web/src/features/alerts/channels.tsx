/** The channels: what goes to each, what it lacks, how its last message went; and what is muted. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { at } from '../../app/root';
import { Badge } from '../../ui/badge';
import { FixedTime } from '../../ui/time';
import { deliveryLook } from './delivery-look';
import { actions, mute, type MutedKind, settings, test, unmute } from './load';

type Channel = NonNullable<typeof settings.value>['channels'][number];

/** Minutes, by how it is called. */
const LENGTHS = { '1 hour': 60, '8 hours': 480, '1 day': 1_440, '7 days': 10_080 } as const;

export function Channels(): VNode {
  const { channels = [], mutes = [] } = settings.value ?? {};
  return (
    <section class="panel" aria-labelledby="channels-title">
      <div class="panel-head">
        <h2 id="channels-title">Channels</h2>
        <Mute />
      </div>
      <div class="panel-body">
        <ul id="alert-mutes" class="alerts">
          {mutes.map(({ kind, until, muted_by: by }) => (
            <li key={kind} data-tone="warn" data-mute={kind}>
              Nobody is told of {kind} until <FixedTime at={until} /> <span class="muted">({by})</span>{' '}
              <button
                type="button"
                class="button button-small"
                disabled={actions.isBusy(`mute ${kind}`)}
                onClick={actions.press(() => unmute(kind), `mute ${kind}`)}
              >
                Tell again
              </button>
            </li>
          ))}
        </ul>
        <ul id="alert-channels" class="alerts">
          {channels.map((one) => (
            <Row key={one.channel} channel={one} />
          ))}
        </ul>
      </div>
    </section>
  );
}

const Row = ({ channel: { channel, missing, kinds, last } }: { channel: Channel }): VNode => (
  <li data-channel={channel} data-tone={missing === null ? 'ok' : 'mute'}>
    <div class="alert-head">
      <strong>{channel}</strong>
      {channel === 'push' ? (
        <a class="button button-small" href={at('/settings.html')}>
          Your browsers
        </a>
      ) : (
        <button
          type="button"
          class="button button-small"
          disabled={missing !== null || actions.isBusy(channel)}
          onClick={actions.press(() => test(channel), channel)}
        >
          Send a test
        </button>
      )}
    </div>
    <p class="muted">
      {missing === null ? `gets ${kinds.join(', ') || 'nothing'}` : `not set up: set ${missing}`}
    </p>
    {last !== null && (
      <p class="muted">
        last message <FixedTime at={last.at} /> <Badge look={deliveryLook(last.status)} /> {last.reason}
      </p>
    )}
  </li>
);

function Mute(): VNode {
  const kind = useSignal<MutedKind>('all');
  const minutes = useSignal<number>(LENGTHS['1 hour']);
  const kinds: readonly MutedKind[] = ['all', ...(settings.value?.kinds ?? []).map((one) => one.kind)];
  return (
    <div class="panel-actions">
      <select
        class="input"
        aria-label="Kind of alert to mute"
        value={kind.value}
        onChange={(event) => (kind.value = event.currentTarget.value as MutedKind)}
      >
        {kinds.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
      <select
        class="input"
        aria-label="For how long"
        value={minutes.value}
        onChange={(event) => (minutes.value = Number(event.currentTarget.value))}
      >
        {Object.entries(LENGTHS).map(([name, value]) => (
          <option key={name} value={value}>
            {name}
          </option>
        ))}
      </select>
      <button
        type="button"
        id="alerts-mute"
        class="button button-small"
        disabled={actions.isBusy('mute')}
        onClick={actions.press(() => mute(kind.value, minutes.value), 'mute')}
      >
        Mute
      </button>
    </div>
  );
}
