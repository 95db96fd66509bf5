/** The sessions on the big screen, as tiles. */
import type { VNode } from 'preact';
import type { Session } from '../../../../api/document/api-types';
import { lookOfSession } from '../../app/confirmations';
import { sortedSessions, state } from '../../app/state';
import { Badge } from '../../ui/badge';
import { firstLine } from '../../ui/text';
import { LiveTime } from '../../ui/time';
import { sessionReason } from '../sessions/words';

export function MonitorSessions(): VNode {
  const sessions = sortedSessions();
  return (
    <>
      <div class="panel-head">
        <h2 id="sessions-title">
          Sessions{' '}
          <span class="count" id="sessions-count">
            {sessions.length || ''}
          </span>
        </h2>
      </div>
      <ul id="monitor-sessions" class="tiles">
        {sessions.map((session) => (
          <Tile key={session.name} session={session} />
        ))}
      </ul>
      <p id="sessions-empty" class="empty" hidden={sessions.length > 0}>
        No sessions. Make some on the dashboard.
      </p>
    </>
  );
}

function Tile({ session }: { readonly session: Session }): VNode {
  const look = lookOfSession(session);
  return (
    <li class="tile" data-session={session.name} data-tone={look.tone}>
      <div class="session-head">
        <strong class="session-name">{session.name}</strong>
        <Badge look={look} />
      </div>
      <p class="reason">{workOf(session, look.tone === 'warn' || look.tone === 'bad')}</p>
      <p class="session-facts muted">
        <span class="muted">{session.provider}</span>
        <LiveTime kind="ago" at={session.last_activity} />
      </p>
    </li>
  );
}

/** What it works on, unless it stands still: then why. */
function workOf(session: Session, isStuck: boolean): string {
  const prompt = state.prompts.get(session.current_task_id ?? 0);
  return prompt && !isStuck ? `#${prompt.id} ${firstLine(prompt.content)}` : (sessionReason(session) ?? '');
}
