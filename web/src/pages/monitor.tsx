/** The read-only view for a big screen. Live by events; by plain reading while there are none. */
import { Clock } from '../features/monitor/clock';
import { MonitorPrompts } from '../features/monitor/prompts';
import { MonitorSessions } from '../features/monitor/sessions';
import { followNext } from '../features/monitor/next';
import { readWithoutEvents } from '../features/monitor/without-events';
import { startPauseLine } from '../features/queue/pause';
import { startCounters } from '../features/shell/counters';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
startPauseLine();
startCounters({ withNeeds: true });
mount(<Clock />, find('#time', HTMLElement));
mount(<MonitorSessions />, find('#sessions', HTMLElement));
mount(<MonitorPrompts />, find('#prompts', HTMLElement));
followNext();
readWithoutEvents();
