/** The sessions as tiles: the last rows of each terminal, in colour, as they change. Each leads to the session's page. */
import { signal, useComputed } from '@preact/signals';
import type { ITheme } from '@xterm/xterm';
import type { VNode } from 'preact';
import { memo } from 'preact/compat';
import { useEffect, useRef } from 'preact/hooks';
import type { Session } from '../../../../api/document/api-types';
import { TILE_ROWS } from '../../../../workflows/contracts/tiles';
import { lookOfSession } from '../../app/confirmations';
import { sessionAddress } from '../../app/page-addresses';
import { state } from '../../app/state';
import { Badge } from '../../ui/badge';
import { firstLine } from '../../ui/text';
import { sessionReason } from '../sessions/words';
import { followTheme } from '../terminal/theme';
import { runsOf } from './colours';
import { connectTiles, isConnected, rowsOf, setInView } from './live';

/** So near to the window a tile counts as in view. */
const NEAR = '120px';

const theme = signal<ITheme>({});
followTheme((next) => (theme.value = next));

export function Tiles({ sessions }: { sessions: readonly Session[] }): VNode {
  useEffect(() => connectTiles(), []);
  return (
    <ul id="sessions-tiles" class="tiles" data-list data-connected={isConnected.value}>
      {sessions.map((session) => (
        <SessionTile key={session.name} session={session} />
      ))}
    </ul>
  );
}

const SessionTile = memo(({ session }: { session: Session }): VNode => {
  const { name } = session;
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!place.current) return undefined;
    const observer = new IntersectionObserver(
      (seen) => setInView(name, seen.at(-1)?.isIntersecting === true),
      { rootMargin: NEAR },
    );
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      setInView(name, false);
    };
  }, [name]);
  const look = lookOfSession(session);
  return (
    <li class="tile" data-row data-session={name} data-tone={look.tone} ref={place}>
      <a class="tile-head" href={sessionAddress(name)} data-opens title={name}>
        <Badge look={look} />
        <strong class="session-name">{name}</strong>
        <span class="muted kind">{session.provider}</span>
      </a>
      <Screen session={name} />
      <p class="tile-says muted">
        {session.current_task_id === null ? (
          sessionReason(session)
        ) : (
          <CurrentPrompt key={session.current_task_id} id={session.current_task_id} />
        )}
      </p>
    </li>
  );
});

function CurrentPrompt({ id }: { id: number }): VNode {
  // Drawn anew only if the text differs, not at each change of any prompt.
  const text = useComputed(() => firstLine(state.prompts.get(id)?.content));
  return (
    <a href={`#/prompt/${id}`}>
      #{id} {text}
    </a>
  );
}

function Screen({ session }: { session: string }): VNode {
  const rows = rowsOf(session).value;
  return (
    <div class="tile-screen" data-apart role="img" aria-label={`Last rows of the terminal of ${session}`}>
      {rows === null
        ? null
        : Array.from({ length: TILE_ROWS }, (_, index) => <Row key={index} text={rows[index] ?? ''} />)}
    </div>
  );
}

/** Text of others: it becomes nodes of text, whatever stands in it. */
const Row = memo(({ text }: { text: string }): VNode => (
  <div class="tile-row">
    {runsOf(text, theme.value).map(({ text: part, colour, ground, looks }, index) =>
      colour === null && ground === null && looks === '' ? (
        part
      ) : (
        <span
          key={index}
          class={looks || undefined}
          style={{ color: colour ?? undefined, backgroundColor: ground ?? undefined }}
        >
          {part}
        </span>
      ),
    )}
  </div>
));
