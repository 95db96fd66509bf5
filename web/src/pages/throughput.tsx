/** The page of charts: what was done, how long it took, how busy the sessions were, and what it cost. */
import { startShell } from '../features/shell/shell';
import { loadThroughput } from '../features/throughput/load';
import { Throughput } from '../features/throughput/throughput';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(<Throughput />, find('#throughput-page', HTMLElement));
loadThroughput();
