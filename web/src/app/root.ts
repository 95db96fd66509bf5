/** Where the dashboard is: a proxy may have it under a path, and pages need not know which. */

/** The way from this page up to the first one, as `web/frame.mjs` wrote it into the page; without one, the top of the host. */
const up = (): string => document.documentElement.dataset['root'] ?? '';

/** `/api/tasks` as this page has to ask for it. */
export const at = (path: `/${string}`): string => up() + path;

/** Of that place, with a slash at its end: `/`, or the path that a proxy has it under. */
export const rootPath = (): string => new URL(at('/'), document.baseURI).pathname;

/** The page's own address as the server has it, without the path that it is under. */
export function ownPath({ pathname, search, hash } = location): string {
  return `/${pathname.slice(rootPath().length)}${search}${hash}`;
}
