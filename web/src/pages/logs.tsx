/** The page of the server's log files. */
import { Logs } from '../features/logs/logs';
import { startLogs } from '../features/logs/load';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(<Logs />, find('#logs-page', HTMLElement));
startLogs();
