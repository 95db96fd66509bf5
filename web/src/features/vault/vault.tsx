/** The vault's dialog: the secrets, without their values until one is asked for. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useCallback, useEffect } from 'preact/hooks';
import type { Secret } from '../../../../api/document/api-types';
import { call, messageOf } from '../../app/api';
import { apply, state } from '../../app/state';
import { Dialog, openDialog } from '../../ui/dialog';
import { find } from '../../ui/dom';
import { mount } from '../../ui/mount';
import { PanelMessage } from '../../ui/panel-message';
import { SecretForm } from './secret-form';
import { SecretRow } from './secret-row';

export function startVault(): void {
  const opener = find('#vault-open', HTMLElement);
  mount(<OpenerWords />, opener);
  opener.addEventListener('click', () => openDialog((close) => <Vault close={close} />));
}

function OpenerWords(): VNode {
  const due = state.vault?.due ?? 0;
  return (
    <>
      Vault
      {due > 0 && (
        <>
          {' '}
          <span class="badge" data-tone="warn">
            {due} due
          </span>
        </>
      )}
    </>
  );
}

function Vault({ close }: { close: () => void }): VNode {
  const secrets = useSignal<readonly Secret[] | null>(null);
  const said = useSignal('');
  const say = (text: string): void => void (said.value = text);
  const refresh = useCallback(async (): Promise<void> => {
    try {
      const all = await call('GET /api/secrets');
      secrets.value = all;
      apply('vault', { due: all.filter(({ due }) => due !== null).length });
    } catch (error) {
      said.value = messageOf(error);
    }
  }, [secrets, said]);
  useEffect(() => void refresh(), [refresh]);
  return (
    <Dialog title="Vault" class="dialog-vault" onClose={close}>
      <PanelMessage text={said.value} />
      <ul class="vault-list" aria-label="Secrets">
        {secrets.value?.map((secret) => (
          // A row shows nothing of a secret that was changed meanwhile.
          <SecretRow key={`${secret.id} ${secret.updated_at}`} secret={secret} refresh={refresh} say={say} />
        ))}
      </ul>
      {secrets.value?.length === 0 && <p class="dialog-text">No secrets yet.</p>}
      <SecretForm refresh={refresh} say={say} />
    </Dialog>
  );
}
