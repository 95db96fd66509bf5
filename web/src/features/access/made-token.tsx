/** The dialog with a new token: the only time that anybody sees it. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Answer } from '../../app/api';
import { confirmAction, Dialog } from '../../ui/dialog';

interface MadeTokenProps {
  readonly made: Answer<'POST /api/tokens'>;
  readonly close: () => void;
}

export function MadeTokenDialog({ made: { name, token }, close }: MadeTokenProps): VNode {
  const field = useRef<HTMLInputElement>(null);
  const said = useSignal('');
  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      // Browsers have it on HTTPS and localhost only.
      await navigator.clipboard.writeText(token);
      said.value = 'Copied.';
    } catch {
      said.value = 'This page may not copy: the token is marked, copy it by hand.';
    }
  };
  const leave = async (): Promise<void> => {
    const question = { title: 'Close it without a copy?', text: 'Nothing can show the token again.' };
    if (said.value !== '' || (await confirmAction({ ...question, action: 'Close it', keep: 'Go back' })))
      close();
  };
  return (
    <Dialog
      title={`Token ${name}`}
      id="made-token"
      class="dialog-small"
      leave={() => void leave()}
      onClose={close}
    >
      <div class="form dialog-body">
        <p>
          This is the only time that it is shown: copy it now. It is sent as{' '}
          <code>Authorization: Bearer</code>.
        </p>
        <div class="access-secret">
          <input
            ref={field}
            aria-label={`Token ${name}`}
            readOnly
            value={token}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
          <button type="button" class="button" data-own autoFocus onClick={() => void copy()}>
            Copy
          </button>
        </div>
        <p class="form-message" role="status">
          {said.value}
        </p>
        <div class="dialog-actions">
          <button type="button" class="button button-primary" data-own onClick={close}>
            I have it
          </button>
        </div>
      </div>
    </Dialog>
  );
}
