/** Short words for tests in which people watch terminals over WebSockets, and take them over. */
import type { Dashboard } from './dashboard';
import { terminalSocket, type TestSocket } from './terminal-socket';

type Headers = Readonly<Record<string, string>>;

export interface TerminalWatchers {
  /** A new session with a shell; its name. */
  shell(): Promise<string>;
  watches(session: string, headers?: Headers): TestSocket;
  /** Watches it, and has its keyboard. */
  takes(session: string, headers?: Headers): Promise<TestSocket>;
  /** The headers of a new API token with these scopes. */
  token(name: string, scopes: readonly string[]): Promise<Headers>;
  /** Closes all that were opened. */
  close(): void;
}

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** `dashboard` is asked for at each use: tests start it later. */
export function terminalWatchers(dashboard: () => Dashboard): TerminalWatchers {
  const open: TestSocket[] = [];
  let count = 0;
  const watches = (session: string, headers?: Headers): TestSocket => {
    const socket = terminalSocket(dashboard(), session, headers ? { headers } : {});
    open.push(socket);
    return socket;
  };
  return {
    watches,
    async shell() {
      const name = `shell${(count += 1)}`;
      await dashboard().shell(name);
      return name;
    },
    async takes(session, headers) {
      const socket = watches(session, headers);
      await socket.hears('snapshot');
      socket.say({ type: 'take', force: false });
      await socket.hears('taken');
      return socket;
    },
    async token(name, scopes) {
      const { status, body } = await dashboard().call('/api/tokens', { body: { name, scopes } });
      expect([status, body]).toEqual([201, expect.anything()]);
      return bearer(body.token);
    },
    close() {
      for (const socket of open.splice(0)) socket.close();
    },
  };
}
