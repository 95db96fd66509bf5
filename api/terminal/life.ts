/** Whether who has opened a connection is there still, and may be. */
import type { WebSocket } from 'ws';

/** A connection that is cut says nothing: who doesn't answer so long is let go. */
const PING_EVERY_MS = 5_000;
/** How soon a connection ends after its login did. */
const LOGIN_CHECK_MS = 1_000;

export function watchLife(socket: WebSocket, checkLogin: () => void): void {
  let answered = true;
  const pings = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_EVERY_MS);
  const logins = setInterval(checkLogin, LOGIN_CHECK_MS);
  socket.on('pong', () => (answered = true));
  socket.once('close', () => {
    clearInterval(pings);
    clearInterval(logins);
  });
}
