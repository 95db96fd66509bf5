/** Where the dashboard is: a proxy may have it under a path, and pages need not know which. */

/** The way from this page up to the first one, as `web/frame.mjs` wrote it into the page; without one, the top of the host. */
const up = (): string => document.documentElement.dataset['root'] ?? '';

/** `/api/tasks` as this page has to ask for it. */
export const at = (path: `/${string}`): string => up() + path;

/** The page's own address as the server has it, without the path that it is under. */
export function ownPath({ pathname, search, hash } = location): string {
  const root = new URL(at('/'), document.baseURI).pathname;
  return `/${pathname.slice(root.length)}${search}${hash}`;
}
