/**
 * Sends the page's own faults to the server's error log, so that they can be seen without the browser at hand.
 * @import { Body } from '../../api/document/client-types'
 */
const MAX_REPORTS = 10;
const MAX_CHARACTERS = 4000;

export function reportErrors() {
  let sent = 0;
  const report = (message, error) => {
    if (sent++ >= MAX_REPORTS) return;
    /** @type {Body<'POST /api/errors'>} */
    const body = {
      message: String(message).slice(0, MAX_CHARACTERS),
      source: 'dashboard',
      stack: String(error?.stack ?? '').slice(0, MAX_CHARACTERS),
      url: location.href,
      level: 'error',
    };
    // Not by `call`: it has to outlive the page, and whether it arrives changes nothing here.
    fetch('/api/errors', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body),
      keepalive: true,
    }).catch(() => {});
  };
  window.addEventListener('error', (event) => report(event.message, event.error));
  window.addEventListener('unhandledrejection', (event) =>
    report(event.reason?.message ?? event.reason, event.reason),
  );
}
