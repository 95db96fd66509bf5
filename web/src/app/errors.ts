/** Sends the page's own faults to the server's error log, so that they can be seen without the browser at hand. */
import type { Body } from './api';
import { at } from './root';

const MAX_REPORTS = 10;
const MAX_CHARACTERS = 4000;
/** By which browsers say that a size is told with the next frame: https://www.w3.org/TR/resize-observer/#deliver-resize-error */
const NO_FAULT = 'ResizeObserver loop';

export function reportErrors(): void {
  let sent = 0;
  const report = (message: unknown, error: unknown): void => {
    if (String(message).startsWith(NO_FAULT) || sent++ >= MAX_REPORTS) return;
    const body: Body<'POST /api/errors'> = {
      message: String(message).slice(0, MAX_CHARACTERS),
      source: 'dashboard',
      stack: (error instanceof Error ? (error.stack ?? '') : '').slice(0, MAX_CHARACTERS),
      url: location.href,
      level: 'error',
    };
    // Not by `call`: it has to outlive the page, and whether it arrives changes nothing here.
    fetch(at('/api/errors'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body),
      keepalive: true,
    }).catch(() => undefined);
  };
  window.addEventListener('error', ({ message, error }: ErrorEvent) => report(message, error));
  window.addEventListener('unhandledrejection', ({ reason }: { readonly reason: unknown }) =>
    report(reason instanceof Error ? reason.message : reason, reason),
  );
}
