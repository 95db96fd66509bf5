/** What every page begins with: its faults are reported, its header lives, and the event stream feeds it. */
import { reportErrors } from '../../app/errors';
import { startEvents } from '../../app/events';
import { keptName } from '../../app/kept-name';
import { startPermissions } from '../../app/permissions';
import { guardPresses } from '../../ui/steady';
import { startKeys } from '../keys/keys';
import { startBanner } from './banner';
import { startHealth } from './health';
import { startRail } from './rail';

/** What comes with the stream comes later: a page's parts may be started after it. */
export function startShell(): void {
  reportErrors();
  startRail();
  startPermissions();
  guardPresses();
  startKeys();
  startBanner();
  startHealth();
  startEvents();
  startWorker();
}

/** Of an installed dashboard, and of a browser that is notified with the page closed. */
function startWorker(): void {
  // Only on HTTPS and localhost.
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ hash?: string }>) => {
    // What a notification leads to, on the page that is open.
    if (data.hash) location.hash = data.hash;
  });
  if (localStorage.getItem(keptName('architect.push')) || matchMedia('(display-mode: standalone)').matches)
    void import('../push/subscription').then(({ renew }) => renew()).catch(() => undefined);
}
