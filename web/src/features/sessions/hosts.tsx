/** The machines that have the sessions; nothing while there is but the one of the server. */
import { computed, signal } from '@preact/signals';
import type { VNode } from 'preact';
import { type Answer, call } from '../../app/api';
import { keepReading, Turns } from '../../app/refresh';
import { state } from '../../app/state';
import { Badge, type Look } from '../../ui/badge';
import { LiveTime } from '../../ui/time';

type Host = Answer<'GET /api/hosts'>['items'][number];

const LOOKS: Readonly<Record<Host['state'], Look>> = {
  new: { label: 'Not joined yet', shape: 'ring', tone: 'mute' },
  up: { label: 'There', shape: 'check', tone: 'ok' },
  lost: { label: 'Lost', shape: 'triangle', tone: 'bad' },
  left: { label: 'Stopped', shape: 'slash', tone: 'warn' },
};

const hosts = signal<readonly Host[]>([]);
const turns = new Turns();
/** Which machines have sessions, and which of them are away: then there is something new to read. */
const places = computed(() =>
  [...new Set([...state.sessions.values()].map(({ host, rule }) => `${host} ${rule === 'host.away'}`))]
    .sort()
    .join(),
);

export const readHosts = (): void =>
  keepReading(async () => {
    void places.value;
    // Only sessions of other machines are called so; where there are none there is nothing to ask for.
    if (![...state.sessions.keys()].some((name) => name.includes('/'))) return;
    const counts = turns.begin();
    // Without an answer what was known stays: the page says that there is none.
    const answer = await call('GET /api/hosts').catch(() => undefined);
    if (answer && counts()) hosts.value = answer.items;
  });

export function Hosts(): VNode | null {
  if (hosts.value.length < 2) return null;
  return (
    <ul id="hosts-list" class="hosts" aria-label="Machines">
      {hosts.value.map((host) => (
        <HostRow key={host.name} host={host} />
      ))}
    </ul>
  );
}

function HostRow({ host }: { host: Host }): VNode {
  const isAway = host.state === 'lost' || host.state === 'left';
  return (
    <li class="host" data-host={host.name}>
      <div class="session-head">
        <strong class="session-name">{host.name}</strong>
        <span class="muted kind">{host.hub ? 'this server' : sessionsOf(host)}</span>
        <Badge look={LOOKS[host.state]} />
      </div>
      <p class="session-facts muted">
        {isAway ? (
          <span>
            last heard of <LiveTime kind="ago" at={host.since} />
          </span>
        ) : (
          <span>{machineOf(host)}</span>
        )}
      </p>
      {host.reason !== null && !isAway && <p class="reason">{host.reason}</p>}
    </li>
  );
}

function sessionsOf({ sessions, prompts }: Host): string {
  const all = sessions === 1 ? '1 session' : `${sessions} sessions`;
  return prompts === 0 ? all : `${all}, ${prompts} at work`;
}

function machineOf({ memory_free_mib: free, memory_total_mib: total, load, cpus }: Host): string {
  if (free === null || total === null || load === null || cpus === null) return '';
  const gib = (mib: number): string => (mib / 1024).toFixed(1);
  return `${gib(free)} of ${gib(total)} GiB free · load ${load.toFixed(2)} on ${cpus} cores`;
}
