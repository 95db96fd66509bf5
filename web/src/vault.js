/** The vault's dialog: the secrets, without their values until one is asked for. */
import { call } from './app/api';
import { openDialog } from './dialogs';
import { find, h, reconcile, setMessage } from './dom';
import { vaultForm } from './vault-form';
import { secretRow } from './vault-row';

/** Days pass while a page stays open. */
const REMIND_EVERY_MS = 3_600_000;

export function startVault() {
  const opener = find('#vault-open');
  opener.addEventListener('click', () => openVault(opener));
  const remind = async () => {
    // A reminder that can't be asked for now comes with the next one.
    const due = await call('GET /api/secrets', { query: { due: 'true' } }).catch(() => []);
    showDue(opener, due.length);
  };
  void remind();
  setInterval(remind, REMIND_EVERY_MS);
}

function showDue(opener, count) {
  const badge = h('span', { class: 'badge', 'data-tone': 'warn' }, `${count} due`);
  opener.replaceChildren('Vault', ...(count > 0 ? [' ', badge] : []));
}

function openVault(opener) {
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
      showDue(opener, secrets.filter(({ due }) => due !== null).length);
    } catch (error) {
      say(error.message);
    }
  };
  openDialog({ title: 'Vault', class: 'dialog-vault' }, message, list, empty, vaultForm({ refresh, say }));
  void refresh();
}
