/** What everybody finds of themselves: the role, the password, the browsers in which they are logged in. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { keptName } from '../../app/kept-name';
import { known } from '../../app/known';
import { confirmAction } from '../../ui/dialog';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { PanelMessage } from '../../ui/panel-message';
import { FixedTime, LiveTime } from '../../ui/time';
import { SCOPE_MEANINGS } from '../../../../workflows/contracts/access';
import { browserName } from './browser-name';
import { actionsIn, loadOwn, me, messageIn, ownLogins, say, type OwnLogin } from './load';
import { PasswordField } from './password-field';

const actions = actionsIn('own');

export const ROLE_WORDS: Readonly<Record<string, string>> = {
  viewer: 'looks at everything and changes nothing',
  operator: 'works with prompts, sessions, tasks and plans',
  admin: 'may do everything, and says who else may',
};

export function You(): VNode {
  const { name = '', role = null, scopes = [], can_change_password: hasPassword = false } = me.value ?? {};
  return (
    <section class="panel" aria-labelledby="you-title">
      <div class="panel-head">
        <h2 id="you-title">You</h2>
      </div>
      <PanelMessage id="own-message" {...messageIn('own')} />
      <div class="panel-body access-own" hidden={me.value === null}>
        <p id="own-role">
          You are <strong>{name}</strong>
          {role !== null && (
            <>
              , with the role <strong>{role}</strong>: {known(ROLE_WORDS, role)}
            </>
          )}
          .
        </p>
        <details>
          <summary>What you may do</summary>
          <ul class="access-scopes">
            {scopes.map((scope) => (
              <li key={scope}>
                <code>{scope}</code> {known(SCOPE_MEANINGS, scope)}
              </li>
            ))}
          </ul>
        </details>
        {hasPassword ? (
          <OwnPassword />
        ) : (
          <p class="muted" id="own-password-elsewhere">
            Your password is not kept here. That of the user of the settings is ARCHITECT_PASSWORD, that of
            others is with whoever signs them in.
          </p>
        )}
        <Logins />
      </div>
    </section>
  );
}

function OwnPassword(): VNode {
  const form = useForm();
  const [current, next] = [useSignal(''), useSignal('')];
  const send = async (): Promise<void> => {
    await call('PUT /api/me/password', { body: { current: current.value, password: next.value } });
    for (const field of [current, next]) field.value = '';
    // Its notifications ended with the other logins: the next page takes them up again.
    localStorage.removeItem(keptName('architect.push.taken'));
    form.say('Your password is changed. All your other logins have ended.');
    await loadOwn();
  };
  return (
    <Form id="own-password" state={form} send={send} label="Change your password">
      <div class="field-row field-row-wraps">
        <PasswordField
          {...{ id: 'own-current', name: 'current', label: 'Password of now', bind: current }}
          autocomplete="current-password"
        />
        <PasswordField {...{ id: 'own-next', name: 'password', label: 'New password', bind: next }} />
      </div>
      <SubmitButton own>Change your password</SubmitButton>
      <FormMessage />
    </Form>
  );
}

function Logins(): VNode | null {
  const all = ownLogins.value ?? [];
  const others = all.filter(({ current }) => !current).length;
  const endOthers = async (): Promise<void> => {
    const title = 'Log out everywhere else?';
    const text = 'All your logins but this one end at once. Text that was not sent there is lost.';
    const question = { title, text, action: 'Log out there', keep: 'Stay logged in', own: true };
    if (!(await confirmAction(question))) return;
    const { ended } = await call('DELETE /api/me/logins');
    say('own', `Logins that have ended: ${ended}.`);
    await loadOwn();
  };
  if (all.length === 0) return null;
  return (
    <>
      <div class="access-row-head">
        <h3>Where you are logged in</h3>
        <button
          type="button"
          id="end-other-logins"
          class="button button-small"
          data-own
          disabled={others === 0 || actions.isBusy('others')}
          onClick={actions.press(endOthers, 'others')}
        >
          Log out everywhere else
        </button>
      </div>
      <ul id="own-logins" class="access-rows">
        {all.map((one) => (
          <Login key={one.id} login={one} />
        ))}
      </ul>
    </>
  );
}

function Login({ login }: { login: OwnLogin }): VNode {
  const { id, since, last_used_at: used, address, browser, current } = login;
  const name = browserName(browser);
  const end = async (): Promise<void> => {
    await call('DELETE /api/me/logins/:id', { params: { id } });
    say('own', `You are logged out of ${name}${address === null ? '' : ` at ${address}`}.`);
    await loadOwn();
  };
  return (
    <li data-login={id} data-current={current}>
      <div class="access-row-head">
        <strong title={browser ?? undefined}>{name}</strong>
        {current ? (
          <span class="badge" data-tone="ok">
            This one
          </span>
        ) : (
          <button
            type="button"
            class="button button-small"
            data-own
            aria-label={`Log out of ${name}${since === null ? '' : `, logged in ${since}`}`}
            disabled={actions.isBusy(id)}
            onClick={actions.press(end, id)}
          >
            Log out
          </button>
        )}
      </div>
      <p class="muted">
        {address !== null && `from ${address} · `}
        {since !== null && (
          <>
            logged in <FixedTime at={since} />
          </>
        )}
        {used !== null && (
          <>
            {' '}
            · last used <LiveTime kind="ago" at={used} />
          </>
        )}
      </p>
    </li>
  );
}
