/** The dialog with a new token, or a link to the monitor: the only time that anybody sees it. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { confirmAction, Dialog } from '../../ui/dialog';

interface ShownOnceProps {
  /** Such as `Token NAME`. */
  readonly title: string;
  /** As the end of a sentence: "the token". */
  readonly what: string;
  readonly secret: string;
  readonly close: () => void;
  /** How it is used, and whatever else goes with it. */
  readonly children: ComponentChildren;
}

export function ShownOnceDialog({ title, what, secret, close, children }: ShownOnceProps): VNode {
  const field = useRef<HTMLInputElement>(null);
  const said = useSignal('');
  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      // Browsers have it on HTTPS and localhost only.
      await navigator.clipboard.writeText(secret);
      said.value = 'Copied.';
    } catch {
      said.value = 'This page may not copy: it is marked, copy it by hand.';
    }
  };
  const leave = async (): Promise<void> => {
    const question = { title: 'Close it without a copy?', text: `Nothing can show ${what} again.` };
    if (said.value !== '' || (await confirmAction({ ...question, action: 'Close it', keep: 'Go back' })))
      close();
  };
  return (
    <Dialog title={title} id="made-token" class="dialog-small" leave={() => void leave()} onClose={close}>
      <div class="form dialog-body">
        <p>This is the only time that it is shown: copy it now. {children}</p>
        <div class="access-secret">
          <input
            ref={field}
            aria-label={title}
            readOnly
            value={secret}
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
