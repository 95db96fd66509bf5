/** The dashboard: starts its parts, then the event stream that feeds them. */
import { startAnnouncing } from './announce.js';
import { resumePlace } from './api.js';
import { startBanner, startSystem } from './banner.js';
import { startCounters } from './counters.js';
import { reportErrors } from './errors.js';
import { startEvents } from './events.js';
import { startForm } from './form.js';
import { startHealth } from './health.js';
import { showStatus, startQueue } from './queue.js';
import { startReceipt } from './receipt.js';
import { startSessions } from './sessions.js';
import { startClock } from './time.js';
import { startTitle } from './title.js';

reportErrors();
resumePlace();
startAnnouncing();
startBanner();
startSystem();
startHealth();
startCounters(showStatus);
startSessions();
startQueue();
startForm();
startReceipt();
startTitle();
startClock();
startEvents();
