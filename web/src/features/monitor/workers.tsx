/** Who carries out the work, each kind in words, and how everything stands. */
import type { VNode } from 'preact';
import type { MonitorBoard } from '../../../../api/document/api-types';
import { known } from '../../app/known';
import { Badge, type Look, NOT_KNOWN } from '../../ui/badge';
import { LiveTime } from '../../ui/time';
import { board } from './load';

type Worker = MonitorBoard['workers'][number];

const HEALTH: Readonly<Record<MonitorBoard['health'], Look>> = {
  healthy: { label: 'Healthy', shape: 'check', tone: 'ok' },
  degraded: { label: 'Degraded', shape: 'triangle', tone: 'warn' },
  unhealthy: { label: 'Unhealthy', shape: 'cross', tone: 'bad' },
};
const KINDS: Readonly<Record<Worker['kind'], { readonly name: string; readonly does: string }>> = {
  hub: { name: 'Workflows', does: 'steer prompts, dialogs, tasks and plans' },
  work: { name: 'Background work', does: 'runs tasks, reports and clean-up' },
  host: { name: 'Terminals', does: 'type into the agents and read what they do' },
};
const STATES: Readonly<Record<Worker['state'], Look>> = {
  running: { label: 'Working', shape: 'dot', tone: 'ok' },
  silent: { label: 'Silent', shape: 'question', tone: 'warn' },
  away: { label: 'Away', shape: 'cross', tone: 'bad' },
  unknown: { label: 'Not known', shape: 'question', tone: 'mute' },
};

export function MonitorWorkers(): VNode {
  const { workers = [], health } = board.value ?? {};
  return (
    <>
      <div class="panel-head">
        <h2 id="workers-title">Workers</h2>
        {health && <Badge look={known(HEALTH, health) ?? NOT_KNOWN} />}
      </div>
      <ul id="monitor-workers" class="running">
        {workers.map((worker) => (
          <Line key={worker.kind} worker={worker} />
        ))}
      </ul>
    </>
  );
}

function Line({ worker }: { readonly worker: Worker }): VNode {
  const { kind, state, last_seen: seen } = worker;
  const { name, does } = known(KINDS, kind) ?? { name: kind, does: '' };
  const look = known(STATES, state) ?? NOT_KNOWN;
  return (
    <li class="worker-line" data-worker={kind} data-tone={look.tone}>
      <strong>{name}</strong>
      <Badge look={look} />
      <p class="muted">
        {wordsOf(worker, does)}
        {state === 'silent' && seen !== null && (
          <>
            {', last seen '}
            <LiveTime kind="ago" at={seen} />
          </>
        )}
      </p>
    </li>
  );
}

/** A sentence that a passer-by understands. */
function wordsOf({ state, running, silent }: Worker, does: string): string {
  switch (state) {
    case 'running':
      return `${does}${running > 1 ? `, ${running} of them` : ''}${silent > 0 ? `, ${silent} more silent` : ''}`;
    case 'silent':
      return 'asks for no work any more';
    case 'away':
      return 'there is none: what it does waits';
    case 'unknown':
      return 'the workflow engine does not answer';
  }
}
