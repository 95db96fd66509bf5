/** People and programs of each kind, and what they are answered. */
import type { TestApi } from '../../support/api';
import { allOperations, type DocumentedOperation } from '../../../api/document/operations';
import type { Role, Scope } from '../../../workflows/contracts/access';
import { cookieOf, logIn } from '../http';
import { hashPassword } from '../../../api/access/passwords';

export const PASSWORD = 'correct horse 1';

type Headers = Readonly<Record<string, string>>;

export interface Reply {
  readonly status: number;
  /** Of the error; null: it is none. */
  readonly code: string | null;
  readonly message: string;
}

/** A user of that role who has logged in: the headers of the browser. */
export async function loggedIn({ store, url }: TestApi, name: string, role: Role): Promise<Headers> {
  store.access.users.add(
    { name, role, source: 'password', passwordHash: await hashPassword(PASSWORD) },
    'test',
  );
  const reply = await logIn(url, PASSWORD, { user: name });
  expect(reply.status).toBe(303);
  return { cookie: cookieOf(reply) };
}

export function withToken({ store }: TestApi, name: string, scopes: readonly Scope[]): Headers {
  const made = store.access.tokens.create({ name, scopes, expiresAt: null }, 'test');
  return { authorization: `Bearer ${made?.token}` };
}

/** A body that no operation takes, so that what is allowed does nothing either. */
const NO_BODY_OF_ANY = '[]';

/** Asks for an operation in a way that changes nothing where it is allowed. */
export async function ask(
  url: string,
  { method, path }: DocumentedOperation,
  headers: Headers,
): Promise<Reply> {
  const where = path.replace(/:\w+/g, '999999');
  const hasBody = !['GET', 'DELETE'].includes(method);
  const stop = new AbortController();
  const response = await fetch(url + where, {
    method,
    redirect: 'manual',
    signal: stop.signal,
    headers: { ...headers, ...(hasBody && { 'content-type': 'application/json' }) },
    ...(hasBody && { body: NO_BODY_OF_ANY }),
  });
  const { status } = response;
  const isError = status >= 400;
  const body = isError ? ((await response.json()) as { error: { code: string; message: string } }) : null;
  // An event stream never ends by itself.
  stop.abort();
  return { status, code: body?.error.code ?? null, message: body?.error.message ?? '' };
}

export const nameOf = ({ method, path }: DocumentedOperation): string => `${method} ${path}`;
/** Logging out would end the login that the next one is asked with. */
export const OPERATIONS = allOperations().filter(({ path }) => path !== '/logout' && path !== '/login');
