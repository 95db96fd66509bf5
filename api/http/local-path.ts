const HERE = 'http://localhost';
/** They lead back to a login, or out again. */
const NO_PLACES = /^\/log(in|out)\b/;

/** Where a login leads back to: a place on this server as `text` names it, with query and fragment; else the first page. */
export function localPath(text: unknown): string {
  if (typeof text !== 'string' || !text.startsWith('/') || !URL.canParse(text, HERE)) return '/';
  // As a browser reads it: `//host`, `/\host` and a tab between two slashes name another server.
  const { origin, pathname, search, hash } = new URL(text, HERE);
  const isHere = origin === HERE && !pathname.startsWith('//') && !NO_PLACES.test(pathname);
  return isHere ? pathname + search + hash : '/';
}

/** The login page, which leads back to `next` afterwards. */
export function loginPage(next: string, error?: string): string {
  const query = new URLSearchParams({ ...(error && { error }), ...(next !== '/' && { next }) });
  return query.size === 0 ? '/login' : `/login?${query.toString()}`;
}
