/**
 * The read-only view for a big screen. Who was let in by a link, or comes to the monitor's own port, has nothing else
 * here: the list of pages, the keys and the search are for those who can use them.
 */
import { reportErrors } from '../app/errors';
import { startPermissions } from '../app/permissions';
import { Clock } from '../features/monitor/clock';
import { followBoard } from '../features/monitor/load';
import { MonitorNext, MonitorRunning } from '../features/monitor/prompts';
import { MonitorSessions } from '../features/monitor/sessions';
import { MonitorTasks } from '../features/monitor/tasks';
import { MonitorWorkers } from '../features/monitor/workers';
import { startKeys } from '../features/keys/keys';
import { startPauseLine } from '../features/queue/pause';
import { startBanner } from '../features/shell/banner';
import { startCounters } from '../features/shell/counters';
import { startHealth } from '../features/shell/health';
import { startRail } from '../features/shell/rail';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

function showPages(): void {
  document.body.dataset['whole'] = '';
  startRail();
  startPermissions();
  startKeys();
}

reportErrors();
startBanner();
startHealth();
startPauseLine();
startCounters({ withNeeds: true });
mount(<Clock />, find('#time', HTMLElement));
const PARTS = [
  ['#sessions', MonitorSessions],
  ['#running', MonitorRunning],
  ['#next', MonitorNext],
  ['#tasks', MonitorTasks],
  ['#workers', MonitorWorkers],
] as const;
for (const [place, Part] of PARTS) mount(<Part />, find(place, HTMLElement));
followBoard((alone) => {
  if (!alone) showPages();
});
