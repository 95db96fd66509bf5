/** Puts prompts away that have ended: all of them, or those of the status that is shown. */
import type { Signal } from '@preact/signals';
import { call } from '../../app/api';
import type { Settled } from '../../app/labels';
import { counted } from '../../ui/text';
import { doLater } from '../../ui/undo';
import { problem } from './queue-list';

/** `said` gets how it went. They are kept: “Archived” in the filter shows them. Indeterminate ones stay in the list. */
export async function archiveSettled(status: Settled[], said: Signal<string>): Promise<void> {
  await doLater({
    text: `All ${status.join(', ')} prompts are archived`,
    keys: [],
    async send() {
      const { archived } = await call('POST /api/assigner/prompts/archive', { body: { status } });
      said.value = `Archived: ${counted(archived, 'prompt')}.`;
      problem.value = '';
    },
  });
}
