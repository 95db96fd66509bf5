/** The vault's dialog: the secrets, without their values until one is asked for. */
import { call } from './api.js';
import { openDialog } from './dialogs.js';
import { find, h, reconcile, setMessage } from './dom.js';
import { vaultForm } from './vault-form.js';
import { secretRow } from './vault-row.js';

export function startVault() {
  find('#vault-open').addEventListener('click', openVault);
}

function openVault() {
  const list = h('ul', { class: 'vault-list', 'aria-label': 'Secrets' });
  const message = h('p', { class: 'panel-message', role: 'status', hidden: true });
  const empty = h('p', { class: 'dialog-text', hidden: true }, 'No secrets yet.');
  const say = (text) => setMessage(message, text);
  const refresh = async () => {
    try {
      const secrets = await call('GET /api/secrets');
      // A row shows nothing of a secret that was changed meanwhile.
      reconcile(
        list,
        secrets,
        (secret) => `${secret.id} ${secret.updated_at}`,
        (secret) => secretRow(secret, { refresh, say }),
      );
      empty.hidden = secrets.length > 0;
    } catch (error) {
      say(error.message);
    }
  };
  openDialog({ title: 'Vault', class: 'dialog-vault' }, message, list, empty, vaultForm({ refresh, say }));
  void refresh();
}
