/** The page of the health: what is wrong now, uptime, and outages. */
import { HealthNow } from '../features/health/now';
import { OutageList } from '../features/health/outages';
import { loadHealth } from '../features/health/load';
import { UptimeBars } from '../features/health/uptime';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(
  <>
    <HealthNow />
    <UptimeBars />
    <OutageList />
  </>,
  find('#health-page', HTMLElement),
);
loadHealth();
