/** The sessions on the big screen, as tiles. */
import type { VNode } from 'preact';
import type { MonitorBoard } from '../../../../api/document/api-types';
import { BEING_ANSWERED } from '../../app/confirmations';
import { sessionLook } from '../../app/labels';
import { Badge } from '../../ui/badge';
import { LiveTime } from '../../ui/time';
import { sessionReason } from '../sessions/words';
import { board } from './load';
import { PanelHead } from './panel-head';

type Session = MonitorBoard['sessions'][number];

export function MonitorSessions(): VNode {
  const { sessions = [], sessions_total: total = 0 } = board.value ?? {};
  return (
    <>
      <PanelHead name="sessions" title="Sessions" count={total} />
      <ul id="monitor-sessions" class="tiles">
        {sessions.map((session) => (
          <Tile key={session.name} session={session} />
        ))}
      </ul>
      <p id="sessions-empty" class="empty" hidden={board.value === null || total > 0}>
        No sessions. Make some on the dashboard.
      </p>
    </>
  );
}

function Tile({ session }: { readonly session: Session }): VNode {
  const { name, provider, status, confirming, prompt } = session;
  const look = status === 'needs_confirmation' && confirming ? BEING_ANSWERED : sessionLook(status);
  const stands = look.tone === 'warn' || look.tone === 'bad';
  return (
    <li class="tile" data-session={name} data-tone={look.tone}>
      <div class="session-head">
        <strong class="session-name" title={name}>
          {name}
        </strong>
        <Badge look={look} />
      </div>
      <p class="reason">
        {prompt && !stands ? `#${prompt.id} ${prompt.text}` : (sessionReason(session) ?? '')}
      </p>
      <p class="session-facts muted">
        <span class="muted">{provider}</span>
        <LiveTime kind="ago" at={session.last_activity} />
      </p>
    </li>
  );
}
