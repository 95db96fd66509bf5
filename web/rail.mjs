/** What stands where in the navigation. A page that isn't built has no entry; one that isn't named here comes last. */

/** Of 16 × 16, drawn as lines. */
const ICONS = {
  index: 'M2.5 2.5h4.5v6H2.5zM9 2.5h4.5v3.5H9zM9 8.5h4.5v5H9zM2.5 11h4.5v2.5H2.5z',
  needs: 'M8 2.2 14.2 13H1.8zM8 6.5v3M8 11.2v.1',
  queue: 'M2.5 4h11M2.5 8h11M2.5 12h6.5',
  sessions: 'M2 3h12v10H2zM4.5 6l2 2-2 2M8.5 10.5h3',
  plans: 'M3 2.5h3.5v3H3zM9.5 6.5H13v3H9.5zM9.5 11H13v2.5H9.5zM4.75 5.5v6.75H9.5M4.75 8H9.5',
  work: 'M2.5 2.5h3v11h-3zM6.5 2.5h3v7h-3zM10.5 2.5h3v9h-3z',
  tasks: 'M8.5 2 3.5 9h4l-1 5 5.5-7.5H8z',
  improvements: 'M2.5 12 6 8l2.5 2.5L13.5 5M10 4.5h3.5V8',
  schedules: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  recurring: 'M13 8a5 5 0 0 1-9.2 2.7M3 8a5 5 0 0 1 9.2-2.7M12.5 2.5v3h-3M3.5 13.5v-3h3',
  health: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  throughput: 'M2.5 2v11.5H14M5 11V8.5M8 11V5M11 11V7',
  alerts: 'M4 11V7a4 4 0 0 1 8 0v4l1 1.2H3zM6.7 14h2.6',
  errors: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v3.5M8 10.8v.1',
  logs: 'M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
  monitor: 'M2 3h12v8H2zM6 14h4M8 11v3',
  vault: 'M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2M8 9.5v1.5',
  models:
    'M4.5 4.5h7v7h-7zM6.5 2v2.5M9.5 2v2.5M6.5 11.5V14M9.5 11.5V14M2 6.5h2.5M2 9.5h2.5M11.5 6.5H14M11.5 9.5H14',
  access: 'M8 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 13.5c.5-2.5 2.5-4 5-4s4.5 1.5 5 4',
  settings: 'M2 4.5h6M11 4.5h3M9.5 3v3M2 11.5h3M8 11.5h6M6.5 10v3',
  'api-docs': 'M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5M9 3 7 13',
  more: 'M3 8h.1M8 8h.1M13 8h.1',
  fold: 'M2.5 3h11v10h-11zM6 3v10M10.5 6.5 9 8l1.5 1.5',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3l3.2 3.2',
  out: 'M6.5 2.5h-4v11h4M6 8h7.5M11 5.5 13.5 8 11 10.5',
  other: 'M3.5 2.5h6l3 3v8h-9z',
};

const GROUPS = [
  { title: '', pages: ['index', 'needs', 'queue', 'sessions'] },
  { title: 'Work', pages: ['plans', 'work', 'tasks', 'improvements'] },
  { title: 'Automation', pages: ['schedules', 'recurring', 'models'] },
  { title: 'Operate', pages: ['throughput', 'health', 'alerts', 'errors', 'logs', 'monitor', 'vault'] },
  { title: 'Settings', pages: ['settings', 'access', 'api-docs'] },
];
/** What the bar of a phone has, beside the rest. */
const BAR = ['index', 'needs', 'queue', 'sessions'];
/** A page about one of what another lists: that one is marked in its place. */
const LISTED_BY = { session: 'sessions', review: 'sessions', prompt: 'queue', login: '', offline: '' };
/** The key after `g` that leads there. */
const GO = {
  ...{ index: 'o', needs: 'n', queue: 'q', sessions: 's', plans: 'p', work: 'w', tasks: 't' },
  ...{ improvements: 'i', schedules: 'c', recurring: 'r', models: 'l', health: 'h', alerts: 'a' },
  ...{
    throughput: 'f',
    monitor: 'm',
    vault: 'v',
    errors: 'e',
    logs: 'g',
    settings: ',',
    access: 'u',
    'api-docs': 'd',
  },
};
/** The numbers beside entries, which features/shell/rail.ts fills in. */
const COUNTS = { queue: 'running', vault: 'due' };

export const iconOf = (name) =>
  `<svg class="rail-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="${ICONS[name] ?? ICONS.other}" /></svg>`;

const entryOf = (page, titles, current) => ({
  page,
  title: titles[page],
  go: GO[page],
  count: page === (titles.needs ? 'needs' : 'index') ? 'needs' : COUNTS[page],
  // A list whose entry is shown is marked too, but isn't this page.
  current: page === current ? 'page' : page === LISTED_BY[current] ? 'true' : undefined,
});

/** @param titles those of the pages that there are */
export function groupsFor(titles, current) {
  const placed = new Set(GROUPS.flatMap(({ pages }) => pages));
  const others = Object.keys(titles).filter((page) => !placed.has(page) && !(page in LISTED_BY));
  return GROUPS.map(({ title, pages }, index) => ({
    title,
    entries: [...pages, ...(index === GROUPS.length - 1 ? others : [])]
      .filter((page) => page in titles)
      .map((page) => entryOf(page, titles, current)),
  }));
}

export const barFor = (titles, current) =>
  BAR.filter((page) => page in titles).map((page) => entryOf(page, titles, current));
