/** Where the monitor is: its page, what that reads, and where a link to it is exchanged. */
export const MONITOR_PAGE = '/monitor.html';
/** What it reads is there and below. */
export const MONITOR_READS = '/api/monitor';
export const MONITOR_EVENTS = '/api/monitor/events';
export const LINK_PATH = '/login/link';

/** What a link to the monitor opens; in lower case, as routes match in any. */
export const MONITOR_PLACES: readonly string[] = [MONITOR_PAGE, MONITOR_READS, MONITOR_EVENTS];
