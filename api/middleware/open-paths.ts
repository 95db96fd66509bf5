/** What answers without a login: the operations that say so of themselves, and the files that the login page is made of. */
import { allOperations } from '../document/operations';
import type { Operation } from '../http/operation';
import { isPlain, routePath } from './paths';

/** The login page, what a browser keeps or installs, and what they are made of; there is nothing in it that isn't public. */
export const LOGIN_FILES =
  /^\/(login(\.html)?|offline\.html|manifest\.webmanifest|service-worker\.js|(assets|icons)\/[\w.-]+|favicon\.(svg|ico))$/;

/** Also what isn't there: that is no secret. */
const OPEN_FILES =
  /^\/(login(\.html)?$|offline\.html$|manifest\.webmanifest$|service-worker\.js$|(assets|icons)\/|favicon\.(svg|ico)$)/;

/** Method -> whether it is open, for each path that an open operation has. */
const OPEN_PATHS = new Map<string, Map<string, boolean>>();
// What joined hosts ask is opened by their own tokens, which are looked at later.
const needsNoLogin = ({ access }: Pick<Operation, 'access'>): boolean =>
  access === 'open' || access === 'host';
for (const operation of allOperations())
  if (needsNoLogin(operation)) OPEN_PATHS.set(operation.path, new Map());
for (const operation of allOperations())
  OPEN_PATHS.get(operation.path)?.set(operation.method, needsNoLogin(operation));

/** A path that is written in two ways could be one of those here and lead elsewhere there. */
export function isOpen(method: string, path: string): boolean {
  if (!isPlain(path)) return false;
  const asked = method === 'HEAD' ? 'GET' : method;
  const open = OPEN_PATHS.get(routePath(path));
  const declared = open?.get(asked);
  if (declared !== undefined) return declared;
  // Where no operation has that method, nothing but "405" or a file of the login page is to be had.
  return open !== undefined || [path, routePath(path)].some((one) => OPEN_FILES.test(one));
}
