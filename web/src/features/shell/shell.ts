/** What every page begins with: its faults are reported, its header lives, and the event stream feeds it. */
import { reportErrors } from '../../app/errors';
import { startEvents } from '../../app/events';
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

/** Of an installed dashboard, and of a browser that has the service worker: most have neither. */
function startWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  if (navigator.serviceWorker.controller || matchMedia('(display-mode: standalone)').matches)
    void import('../push/subscription').then(({ start }) => start());
}
