/** The page of alerts: what people were told of, and by which channels. */
import { AlertList } from '../features/alerts/alerts';
import { Channels } from '../features/alerts/channels';
import { loadAlerts } from '../features/alerts/load';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(
  <>
    <AlertList />
    <Channels />
  </>,
  find('#alerts-page', HTMLElement),
);
loadAlerts();
