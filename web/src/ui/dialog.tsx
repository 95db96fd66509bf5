/** Modal dialogs on the browser's own <dialog>: it keeps the focus inside, gives it back, and closes on Escape. */
// So that components follow the signals that they read.
import '@preact/signals';
import { render, type ComponentChildren, type VNode } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';

interface DialogProps {
  readonly title: ComponentChildren;
  readonly id?: string;
  readonly class?: string;
  /** Stands in the head, behind the title. */
  readonly head?: ComponentChildren;
  /** What Escape, the cross and a press beside the dialog do instead of closing it. */
  readonly leave?: (() => void) | undefined;
  /** It is closed, whatever closed it. */
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}

let count = 0;

/** Open as long as it is rendered. What has `autofocus`, or the first control, has the focus. */
export function Dialog({ title, id, class: extra = '', head, leave, onClose, children }: DialogProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useMemo(() => `dialog-title-${++count}`, []);
  const end = leave ?? (() => dialog.current?.close());
  const backdrop = useBackdrop(end);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector<HTMLElement>('[autofocus]')?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      class={`dialog ${extra}`.trim()}
      id={id}
      aria-labelledby={titleId}
      ref={dialog}
      onClose={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      onKeyDown={(event) => {
        // The key itself is taken: a browser lets `cancel` be refused once only, then closes all the same.
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        end();
      }}
      onCancel={(event) => {
        // The gesture "back" of phones.
        if (event.target !== dialog.current) return;
        event.preventDefault();
        end();
      }}
      {...backdrop}
    >
      <div class="dialog-head">
        <h2 id={titleId}>{title}</h2>
        {head}
        <button type="button" class="close" aria-label="Close" onClick={end}>
          ×
        </button>
      </div>
      {children}
    </dialog>
  );
}

/**
 * A press that starts on the backdrop closes; one that ends there after selecting text inside doesn't. Only at its
 * end: a question that opens at its beginning would lose the focus to the rest of it.
 */
function useBackdrop(leave: () => void): {
  onPointerDown: (event: PointerEvent) => void;
  onClick: (event: MouseEvent) => void;
} {
  const startsOutside = useRef(false);
  return {
    onPointerDown({ target, currentTarget, clientX: x, clientY: y }) {
      const box = (currentTarget as Element).getBoundingClientRect();
      const isOutside = x < box.left || x > box.right || y < box.top || y > box.bottom;
      startsOutside.current = target === currentTarget && isOutside;
    },
    onClick({ target, currentTarget }) {
      if (startsOutside.current && target === currentTarget) leave();
      startsOutside.current = false;
    },
  };
}

/**
 * Opens a dialog from a handler: `openDialog((close) => <Dialog title="…" onClose={close}>…</Dialog>)`. It is removed
 * when it closes.
 * @returns what closes it
 */
export function openDialog(content: (close: () => void) => VNode): () => void {
  const place = document.createElement('div');
  const close = (): void => {
    render(null, place);
    place.remove();
  };
  document.body.append(place);
  render(content(close), place);
  return close;
}

interface Question {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly keep?: string;
  /** Concerns who is asked alone: whoever may only look may do that too. */
  readonly own?: boolean;
}

/** Asks before something that can't be taken back. */
export function confirmAction({
  title,
  text,
  action,
  keep = 'Keep it',
  own = false,
}: Question): Promise<boolean> {
  return new Promise((resolve) => {
    openDialog((close) => {
      // At once: the event of the closing comes only after what a person does next.
      const say = (value: boolean) => () => {
        close();
        resolve(value);
      };
      return (
        <Dialog title={title} class="dialog-small" leave={say(false)} onClose={say(false)}>
          <p class="dialog-text">{text}</p>
          <div class="dialog-actions">
            {/* The harmless choice has the focus, so that a stray Enter does nothing. */}
            <button type="button" class="button" autoFocus onClick={say(false)}>
              {keep}
            </button>
            <button
              type="button"
              class="button button-danger"
              data-steady
              data-own={own ? '' : undefined}
              onClick={say(true)}
            >
              {action}
            </button>
          </div>
        </Dialog>
      );
    });
  });
}
