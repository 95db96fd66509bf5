/** The secrets, without their values until one is asked for. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useCallback, useEffect } from 'preact/hooks';
import type { Secret } from '../../../../api/document/api-types';
import { call, messageOf } from '../../app/api';
import { apply } from '../../app/state';
import { PanelMessage } from '../../ui/panel-message';
import { SecretForm } from './secret-form';
import { SecretRow } from './secret-row';

export function Vault(): VNode {
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
    <>
      <section class="panel" aria-labelledby="vault-title">
        <div class="panel-head">
          <h2 id="vault-title">
            Secrets <span class="count">{secrets.value?.length || ''}</span>
          </h2>
        </div>
        <PanelMessage text={said.value} />
        <ul class="vault-list" data-list aria-label="Secrets">
          {secrets.value?.map((secret) => (
            // A row shows nothing of a secret that was changed meanwhile.
            <SecretRow
              key={`${secret.id} ${secret.updated_at}`}
              secret={secret}
              refresh={refresh}
              say={say}
            />
          ))}
        </ul>
        {secrets.value?.length === 0 && (
          <div class="empty">
            <p>
              <strong>No secrets yet.</strong>
            </p>
            <p>Sessions and tasks get a secret as a variable of their environment when they name it.</p>
          </div>
        )}
      </section>
      <section class="panel" aria-labelledby="secret-new-title">
        <div class="panel-head">
          <h2 id="secret-new-title">Add a secret</h2>
        </div>
        <SecretForm refresh={refresh} say={say} />
      </section>
    </>
  );
}
