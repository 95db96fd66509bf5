/** Who may use the dashboard, by what they prove it, and what is done about them. */
import { signal } from '@preact/signals';
import { type Answer, call, messageOf, type Row } from '../../app/api';
import { whoLooks } from '../../app/permissions';
import { Actions } from '../../ui/actions';
import type { Scope } from '../../../../workflows/contracts/access';

export type Me = Answer<'GET /api/me'>;
export type OwnLogin = Row<'GET /api/me/logins'>;
export type User = Row<'GET /api/users'>;
export type Token = Row<'GET /api/tokens'>;

export const me = signal<Me | null>(null);
export const ownLogins = signal<readonly OwnLogin[] | null>(null);
export const users = signal<readonly User[] | null>(null);
export const tokens = signal<readonly Token[] | null>(null);

export type Part = 'own' | 'users' | 'tokens';
type Said = { readonly text: string; readonly tone: 'ok' | 'bad' } | null;
/** How it went what was done, by the panel in which it was. */
const messages = { own: signal<Said>(null), users: signal<Said>(null), tokens: signal<Said>(null) };
export const messageIn = (part: Part): Said => messages[part].value;
export const say = (part: Part, text: string, tone: 'ok' | 'bad' = 'ok'): void =>
  void (messages[part].value = { text, tone });

export const may = (scope: Scope): boolean => me.value?.scopes.includes(scope) ?? false;

/** Who looks: what may be shown hangs on it. */
export const loadMe = (): Promise<void> =>
  attempt('own', async () => {
    me.value = await whoLooks();
  });

/** What was typed stays: nothing of it is part of what is read. */
export const loadOwn = async (): Promise<void> => {
  await Promise.all([
    loadMe(),
    attempt('own', async () => void (ownLogins.value = (await call('GET /api/me/logins')).items)),
  ]);
};
export const loadUsers = (): Promise<void> =>
  attempt('users', async () => void (users.value = (await call('GET /api/users')).items));
export const loadTokens = (): Promise<void> =>
  attempt('tokens', async () => void (tokens.value = (await call('GET /api/tokens')).items));

async function attempt(part: Part, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    say(part, messageOf(error), 'bad');
  }
}

/** Of one panel: says how it went, and reads everything again. */
export function actionsIn(part: Part): Actions {
  return new Actions(
    (error) => say(part, messageOf(error), 'bad'),
    () => (messages[part].value = null),
  );
}
