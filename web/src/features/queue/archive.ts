/** Puts prompts away that have ended: all of them, or those of the status that is shown. */
import type { Signal } from '@preact/signals';
import { call } from '../../app/api';
import type { Settled } from '../../app/labels';
import { confirmAction } from '../../ui/dialog';
import { counted } from '../../ui/text';
import { problem } from './queue-list';

/** Asks first; `said` gets how it went. */
export async function archiveSettled(status: Settled[], said: Signal<string>): Promise<void> {
  const sure = await confirmAction({
    title: `Archive ${status.join(', ')} prompts?`,
    text: 'They leave this list and are kept: “Archived” in the filter shows them. Indeterminate ones stay until somebody says how they ended.',
    action: 'Archive them',
    keep: 'Leave them',
  });
  if (!sure) return;
  const { archived } = await call('POST /api/assigner/prompts/archive', { body: { status } });
  said.value = `Archived: ${counted(archived, 'prompt')}.`;
  problem.value = '';
}
