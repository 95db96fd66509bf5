/** The WebSockets of terminals: who opens one watches, and who may type takes the keyboard. */
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Store } from '../../store';
import type { SessionRow } from '../../store/rows';
import type { SureTerminal, TerminalDoor } from '../../workflows/contracts/terminal-door';
import { CLOSED, type TerminalMessage } from '../../workflows/contracts/terminal-messages';
import { hostOf } from '../../workflows/contracts/hosts';
import { may, type Principal, storedUser } from '../access/principal';
import { HttpError } from '../http/errors';
import type { Terminals } from '../sessions/terminals';
import { pageConnection, type PageConnection } from './connection';
import { terminalOf, type Holds } from './holds';
import { watchLife } from './life';
import { requestOf } from './requests';

/** What is sent while it is found out which terminal it is. */
const MOST_EARLY = 32;

export interface TerminalPagesDeps {
  readonly store: Pick<Store, 'sessions' | 'hosts' | 'access'>;
  readonly sessions: Pick<Terminals, 'named'>;
  readonly door: TerminalDoor;
  readonly holds: Holds;
  readonly log: Logger;
  readonly graceMs: number;
}

export interface Opened {
  /** The session as the page calls it. */
  readonly session: string;
  readonly principal: Principal;
  /** Whether the login still may read. */
  readonly stands: () => boolean;
}

export function terminalPages(deps: TerminalPagesDeps) {
  const { store, log, holds, door, graceMs } = deps;

  /** The role may have changed since the login. */
  const mayWrite = ({ userId, ...principal }: Principal): boolean => {
    const row = userId === null ? undefined : store.access.users.get(userId);
    const now = userId === null ? principal : row && row.disabled_at === null ? storedUser(row) : undefined;
    return now !== undefined && may(now, 'terminals:type');
  };

  async function begin(
    socket: WebSocket,
    { session, principal }: Opened,
  ): Promise<PageConnection | undefined> {
    const found = await deps.sessions.named(session).catch(orMissing);
    const terminal = found && terminalOf(found);
    const attach = door.attachLine(hostOf(found?.name ?? '')?.name ?? found?.name ?? '');
    const isElsewhere = found?.host != null && store.hosts.get(found.host) !== undefined;
    if (!terminal || isElsewhere) {
      const reason = whyNot(session, found, attach);
      socket.send(JSON.stringify({ type: 'ended', reason } satisfies TerminalMessage));
      socket.close(CLOSED.gone);
      return undefined;
    }
    const { name, writer } = found;
    const page = pageConnection(socket, {
      ...{ door, holds, terminal, writer: principal.actor },
      sessionNow: () => sessionOf(store, terminal),
      mayWrite: () => mayWrite(principal),
      onFault: (error) => {
        log.error({ err: error, session: name }, 'a request of a terminal page failed');
        page.say({ type: 'problem', message: 'It could not be done: the log of the server says why.' });
      },
    });
    page.say({
      ...{ type: 'hello', session: name, attach, mayWrite: mayWrite(principal), you: principal.actor },
      ...{ writer: writer === null ? null : { name: writer, isYou: false }, graceMs },
    });
    return page;
  }

  return {
    open(socket: WebSocket, opened: Opened): void {
      const early: string[] = [];
      let page: PageConnection | undefined;
      const receive = (text: string): void => {
        const request = requestOf(text);
        if (typeof request === 'string') page?.say({ type: 'problem', message: request });
        else page?.receive(request);
      };
      socket.on('message', (data: Buffer, isBinary) => {
        if (isBinary) return;
        if (page) receive(data.toString());
        else if (early.push(data.toString()) > MOST_EARLY) socket.terminate();
      });
      socket.on('error', (err) => log.debug({ err }, 'the connection of a terminal page failed'));
      const checkLogin = (): void => {
        try {
          if (opened.stands()) page?.checkRole();
          else socket.close(CLOSED.login, 'the login has ended');
        } catch (err) {
          // Who can't be looked at doesn't stay.
          log.error({ err }, 'the login of a terminal page could not be looked at');
          socket.terminate();
        }
      };
      watchLife(socket, checkLogin);
      socket.once('close', () => page?.close());
      begin(socket, opened).then(
        (begun) => {
          page = begun;
          if (socket.readyState !== socket.OPEN) page?.close();
          else early.forEach(receive);
        },
        (error: unknown) => {
          log.error({ err: error }, 'a terminal could not be opened');
          socket.terminate();
        },
      );
    },
  };
}

function whyNot(name: string, found: SessionRow | undefined, attach: string): string {
  if (!found) return `There is no session '${name}'.`;
  if (!terminalOf(found)) return `Session '${name}' has ended: it has no terminal.`;
  return `Terminals of other machines aren't shown here. Attach to it on '${found.host}': ${attach}`;
}

export type TerminalPages = ReturnType<typeof terminalPages>;

function orMissing(error: unknown): undefined {
  if (error instanceof HttpError) return undefined;
  throw error;
}

/** What the terminal is called may have changed. */
function sessionOf(
  { sessions }: Pick<Store, 'sessions'>,
  { paneId, pid }: SureTerminal,
): SessionRow | undefined {
  return sessions.list().find((row) => row.present === 1 && row.pane_id === paneId && row.pane_pid === pid);
}
