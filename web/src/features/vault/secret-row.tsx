/** One secret: what it is, and its value for a short while. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { Secret } from '../../../../api/document/api-types';
import { call, messageOf } from '../../app/api';
import { useActions } from '../../ui/actions';
import { confirmAction } from '../../ui/dialog';
import { localTime } from '../../ui/duration';

/** So long does a value stay on the screen. */
const SHOWN_MS = 20_000;

const DUE: Readonly<Record<NonNullable<Secret['due']>, string>> = {
  expired: 'Expired',
  expires_soon: 'Expires soon',
  rotation: 'Change it',
};

export interface VaultActions {
  readonly refresh: () => Promise<void>;
  readonly say: (text: string) => void;
}

interface SecretRowProps extends VaultActions {
  readonly secret: Secret;
}

export function SecretRow({ secret, refresh, say }: SecretRowProps): VNode {
  const { name } = secret;
  /** Null while it is hidden. */
  const value = useSignal<string | null>(null);
  const isShown = value.value !== null;
  // With the drawing itself: a tab in the background puts other effects off.
  useLayoutEffect(() => {
    if (!isShown) return;
    const timer = setTimeout(() => (value.value = null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isShown, value]);
  const turn = async (): Promise<void> => {
    value.value = isShown ? null : await valueOf(secret);
  };
  const actions = useActions((error) => say(messageOf(error)));
  const due = secret.due ? DUE[secret.due] : secret.readable ? null : 'Key missing';
  return (
    <li class="vault-row" data-row data-secret={name}>
      <span class="vault-name">
        {name}
        {due && (
          <>
            {' '}
            <span class="badge" data-tone="warn">
              {due}
            </span>
          </>
        )}
      </span>
      <span class="vault-about">{about(secret)}</span>
      <div class="vault-buttons">
        <RowButton label={isShown ? 'Hide' : 'Reveal'} name={name} press={actions.press(turn)} />
        <RowButton label="Copy" name={name} press={actions.press(() => copy(secret, say))} />
        <RowButton
          label="Delete"
          name={name}
          look="button-danger"
          press={actions.press(() => remove(secret, { refresh, say }))}
        />
      </div>
      <pre class="vault-value" hidden={!isShown} aria-label={`Value of ${name}`}>
        {value.value}
      </pre>
    </li>
  );
}

interface RowButtonProps {
  readonly label: string;
  readonly name: string;
  readonly look?: string;
  readonly press: (event: MouseEvent) => void;
}

const RowButton = ({ label, name, look = '', press }: RowButtonProps): VNode => (
  <button
    type="button"
    class={`button button-small ${look}`}
    aria-label={`${label} ${name}`}
    data-steady
    onClick={press}
  >
    {label}
  </button>
);

const valueOf = async ({ id }: Secret): Promise<string> =>
  (await call('GET /api/secrets/:id', { params: { id } })).value;

async function copy(secret: Secret, say: VaultActions['say']): Promise<void> {
  // Before anything is read: each reading is noted as a use.
  if (!window.isSecureContext) {
    say('This page may not copy (it is not opened over HTTPS): reveal the value and copy it by hand.');
    return;
  }
  const value = await valueOf(secret);
  await navigator.clipboard.writeText(value);
  say(`Copied the value of ${secret.name}.`);
}

async function remove({ id, name }: Secret, { refresh, say }: VaultActions): Promise<void> {
  const sure = await confirmAction({
    title: `Delete ${name}?`,
    text: 'Its value is gone then. Sessions and tasks that name it will be refused.',
    action: 'Delete secret',
  });
  if (!sure) return;
  await call('DELETE /api/secrets/:id', { params: { id } });
  say(`Deleted ${name}.`);
  await refresh();
}

function about({ category, service, description, access_count: uses, last_accessed: last }: Secret): string {
  const used = last ? `used ${uses} times, last ${localTime(last)}` : 'never used';
  return [category, service, description, used].filter(Boolean).join(' · ');
}
