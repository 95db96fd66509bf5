/** The form that queues a prompt, also on pages that have no panel for it. A draft in it stays when it is closed. */
import { Dialog, openDialog } from '../../ui/dialog';
import { ComposerForm, focusText } from './composer';

export { prepareAnswer } from './composer';

export function showComposer(): void {
  const there = document.querySelector('#prompt-form');
  if (there) there.scrollIntoView({ block: 'nearest' });
  else {
    openDialog((close) => (
      <Dialog id="compose" title="Queue a prompt" class="dialog-fields" onClose={close}>
        <ComposerForm look="dialog-body" />
      </Dialog>
    ));
  }
  focusText();
}
