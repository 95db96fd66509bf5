/** The read-only view for a big screen. Live by events; by plain reading while there are none. */
import { startEvents } from '../app/events';
import { reportErrors } from '../app/errors';
import { Clock } from '../features/monitor/clock';
import { MonitorPrompts } from '../features/monitor/prompts';
import { MonitorSessions } from '../features/monitor/sessions';
import { readWithoutEvents } from '../features/monitor/without-events';
import { startPauseLine } from '../features/queue/pause';
import { startBanner } from '../features/shell/banner';
import { startCounters } from '../features/shell/counters';
import { startHealth } from '../features/shell/health';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

reportErrors();
startBanner();
startPauseLine();
startHealth();
startCounters({ withNeeds: true });
mount(<Clock />, find('#time', HTMLElement));
mount(<MonitorSessions />, find('#sessions', HTMLElement));
mount(<MonitorPrompts />, find('#prompts', HTMLElement));
readWithoutEvents();
startEvents();
