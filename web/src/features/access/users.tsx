/** Users: what each may do, whether they may log in, and their logins. */
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { confirmAction, openDialog } from '../../ui/dialog';
import { choicesOf, Options } from '../../ui/fields';
import { PanelMessage } from '../../ui/panel-message';
import { FixedTime } from '../../ui/time';
import { counted } from '../../ui/text';
import { ROLES, type Role } from '../../../../workflows/contracts/access';
import { actionsIn, loadUsers, me, messageIn, say, type User, users } from './load';
import { NewUserForm } from './new-user';
import { focusBeside } from './row-focus';
import { SetPasswordDialog } from './set-password';

const actions = actionsIn('users');
const SOURCES: Readonly<Record<User['source'], string>> = {
  settings: 'the user of the settings: ARCHITECT_USER and ARCHITECT_PASSWORD',
  password: 'logs in with a password',
  proxy: 'signed in by a proxy',
  oidc: 'signs in at the OpenID provider',
};

export function Users(): VNode {
  const rows = users.value ?? [];
  return (
    <section class="panel" aria-labelledby="users-title">
      <div class="panel-head">
        <h2 id="users-title">
          Users <span class="count">{rows.length || ''}</span>
        </h2>
      </div>
      <PanelMessage id="users-message" {...messageIn('users')} />
      <ul id="users" class="panel-body access-rows">
        {rows.map((user) => (
          <UserRow key={user.id ?? 'settings'} user={user} />
        ))}
      </ul>
      <NewUserForm />
    </section>
  );
}

function UserRow({ user }: { user: User }): VNode {
  const { id, name, role, source, disabled, logins } = user;
  return (
    <li data-user={name} data-state={disabled ? 'closed' : 'open'}>
      <div class="access-row-head">
        <strong>{name}</strong>
        {id === null ? <span class="muted">{role}</span> : <RoleOf user={{ ...user, id }} />}
        {disabled && (
          <span class="badge" data-tone="warn">
            Closed
          </span>
        )}
        {isSelf(user) && (
          <span class="badge" data-tone="mute">
            You
          </span>
        )}
        {id !== null && <UserButtons user={{ ...user, id }} />}
      </div>
      <p class="muted">
        {SOURCES[source]}
        {source !== 'proxy' && ` · ${counted(logins, 'login')} now`}
        {user.last_login_at !== null && (
          <>
            {' '}
            · last one <FixedTime at={user.last_login_at} />
          </>
        )}
        {user.created_at !== null && (
          <>
            {' '}
            · made <FixedTime at={user.created_at} /> by {user.created_by}
          </>
        )}
      </p>
    </li>
  );
}

type Stored = User & { readonly id: number };
const isSelf = ({ name }: User): boolean => me.value?.kind === 'user' && me.value.name === name;

function RoleOf({ user: { id, name, role } }: { user: Stored }): VNode {
  const set = (select: HTMLSelectElement): Promise<void> => {
    const wanted = select.value as Role;
    return actions.run(async () => {
      try {
        await call('PATCH /api/users/:id', { params: { id }, body: { role: wanted } });
      } catch (error) {
        // As it still is.
        select.value = role;
        throw error;
      }
      say('users', `${name} has the role ${wanted} from now on.`);
      await loadUsers();
    }, `role ${id}`);
  };
  return (
    <select
      class="access-role"
      aria-label={`Role of ${name}`}
      value={role}
      disabled={actions.isBusy(`role ${id}`)}
      onChange={({ currentTarget }) => void set(currentTarget)}
    >
      <Options choices={choicesOf(ROLES)} />
    </select>
  );
}

function UserButtons({ user }: { user: Stored }): VNode {
  const { id, name, disabled, source, logins } = user;
  const button = (label: string, does: () => Promise<unknown>, look = '', key = label) => (
    <button
      type="button"
      class={`button button-small ${look}`}
      data-steady
      data-do={key.toLowerCase()}
      aria-label={`${label}: ${name}`}
      disabled={actions.isBusy(id)}
      onClick={actions.press(does, id)}
    >
      {label}
    </button>
  );
  return (
    <div class="access-buttons">
      {source === 'password' &&
        button('Set password', () =>
          Promise.resolve(openDialog((close) => <SetPasswordDialog user={user} close={close} />)),
        )}
      {source !== 'proxy' && logins > 0 && button('Sign out everywhere', () => signOut(user))}
      {disabled ? button('Open', () => open(user)) : button('Close', () => closeAccount(user))}
      {button('Remove', () => remove(user), 'button-danger')}
    </div>
  );
}

const you = (user: User): string => (isSelf(user) ? ' This is you: you will be logged out.' : '');

async function signOut(user: Stored): Promise<void> {
  const title = `Sign ${user.name} out everywhere?`;
  const text = `All logins of ${user.name} end at once; a new one is possible.${you(user)}`;
  if (!(await confirmAction({ title, text, action: 'Sign out', keep: 'Leave them' }))) return;
  const { ended } = await call('DELETE /api/users/:id/logins', { params: { id: user.id } });
  say('users', `Logins of ${user.name} that have ended: ${ended}.`);
  await loadUsers();
}

async function closeAccount(user: Stored): Promise<void> {
  const title = `Close the account of ${user.name}?`;
  const text = `All logins of ${user.name} end at once, and no new one is possible until you open the account again.${you(user)}`;
  if (!(await confirmAction({ title, text, action: 'Close the account', keep: 'Leave it open' }))) return;
  await call('PATCH /api/users/:id', { params: { id: user.id }, body: { disabled: true } });
  say('users', `The account of ${user.name} is closed.`);
  await loadUsers();
}

async function open({ id, name }: Stored): Promise<void> {
  await call('PATCH /api/users/:id', { params: { id }, body: { disabled: false } });
  say('users', `The account of ${name} is open again.`);
  await loadUsers();
}

async function remove(user: Stored): Promise<void> {
  const title = `Remove the user ${user.name}?`;
  const text = `All logins of ${user.name} end at once. What ${user.name} did keeps the name.${you(user)}`;
  if (!(await confirmAction({ title, text, action: 'Remove the user', keep: 'Keep the user' }))) return;
  const focus = focusBeside(`[data-user="${CSS.escape(user.name)}"]`, '[data-do=remove]', '#user-name');
  await call('DELETE /api/users/:id', { params: { id: user.id } });
  say('users', `The user ${user.name} is removed.`);
  await loadUsers();
  focus();
}
