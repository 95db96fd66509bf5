/** Puts prompts away that have ended: all of them, or those of the status that is shown. */
import { call } from './app/api';
import { confirmAction } from './dialogs';
import { find, setMessage } from './dom';
import { SETTLED } from './labels';

/** @param {(status: string) => boolean} isShown whether the filter shows prompts of that status */
export function startArchiving(isShown) {
  find('#queue-archive').addEventListener('click', async () => {
    const status = /** @type {('completed' | 'failed' | 'cancelled')[]} */ (SETTLED.filter(isShown));
    const sure = await confirmAction({
      title: `Archive ${status.join(', ')} prompts?`,
      text: 'They leave this list and are kept: “Archived” in the filter shows them. Indeterminate ones stay until somebody says how they ended.',
      action: 'Archive them',
      keep: 'Leave them',
    });
    if (!sure) return;
    try {
      const { archived } = await call('POST /api/assigner/prompts/archive', { body: { status } });
      setMessage(find('#queue-said'), `Archived: ${archived} prompt${archived === 1 ? '' : 's'}.`);
      setMessage(find('#queue-error'), '');
    } catch (error) {
      setMessage(find('#queue-error'), error.message);
    }
  });
}
