/** The page of errors: what pages and scripts reported, and what the server's log has. */
import { keepReading } from '../app/refresh';
import { InLog } from '../features/errors/in-log';
import { loadErrors, loadLogErrors } from '../features/errors/load';
import { Reported } from '../features/errors/reported';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(
  <>
    <Reported />
    <InLog />
  </>,
  find('#errors-page', HTMLElement),
);
keepReading(loadErrors);
keepReading(loadLogErrors);
