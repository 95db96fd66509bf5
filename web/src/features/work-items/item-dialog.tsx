/** The dialog with the form of one feature, bug or project. */
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useActions } from '../../ui/actions';
import { confirmAction, Dialog } from '../../ui/dialog';
import { Form, FormMessage, SubmitButton } from '../../ui/form';
import { Conflict } from './conflict';
import { ItemControl } from './controls';
import { FIELDS } from './fields';
import { itemEditing, type EditingOptions } from './item-editing';
import { NOUN, type Thing } from './kinds';

/** For those outside the dialog who would close it. */
export interface Guard {
  isChanged: () => boolean;
  /** Asks first, if something would be lost. */
  leave: () => void;
}
interface Props extends EditingOptions {
  readonly guard: Guard;
}

export function ItemDialog({ guard, ...options }: Props): VNode {
  const {
    place: { kind },
    onClose,
  } = options;
  const noun = NOUN[kind];
  const [editing] = useState(() => itemEditing(options));
  const actions = useActions((error) => editing.form.fail(error, null));
  const inForm = useRef<HTMLDivElement>(null);
  const isAsking = useRef(false);

  guard.isChanged = () => editing.model.isChanged() || hasBadInput(inForm.current?.closest('form'));
  guard.leave = () => void leave();
  async function leave(): Promise<void> {
    if (isAsking.current) return;
    isAsking.current = true;
    if (!guard.isChanged() || (await confirmAction(UNSAVED))) onClose();
    isAsking.current = false;
  }

  const stored = editing.stored.value;
  const title = stored
    ? `${noun.charAt(0).toUpperCase()}${noun.slice(1)} #${stored.thing.id}`
    : `New ${noun}`;
  const reason = reasonOf(stored?.thing);
  return (
    <Dialog title={title} class="dialog-work" leave={guard.leave} onClose={onClose}>
      {reason && <p class="dialog-text muted">{reason}</p>}
      <Form class="form dialog-body" id="work-form" state={editing.form} send={editing.save}>
        <div class="work-conflict-place" ref={inForm}>
          {editing.conflict.value && (
            <Conflict key={stored?.tag} facts={editing.conflict.value} onTakeTheirs={editing.takeTheirs} />
          )}
        </div>
        {FIELDS[kind].map((row, index) => {
          const controls = row.map((field, column) => (
            <ItemControl
              key={field.name}
              field={field}
              model={editing.model}
              autoFocus={!stored && index === 0 && column === 0}
            />
          ));
          if (row.length === 1) return controls;
          return (
            <div key={index} class="field-row">
              {controls}
            </div>
          );
        })}
        <FormMessage />
        <div class="dialog-actions">
          {stored && (
            <button
              type="button"
              class="button button-danger work-delete"
              onClick={actions.press(() => editing.remove(stored.thing))}
            >
              Delete
            </button>
          )}
          <SubmitButton>{stored ? 'Save' : `Add ${noun}`}</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}

const UNSAVED = {
  title: 'Leave without saving?',
  text: 'What you changed here isn’t saved yet.',
  action: 'Discard changes',
  keep: 'Go on editing',
};

/** Why it is in its status, which the form has no field for. */
const reasonOf = (thing: Thing | undefined): string =>
  (thing && 'status_reason' in thing ? thing.status_reason : null) ?? '';

/** A field for numbers that holds something else says that it is empty. */
const hasBadInput = (form: HTMLFormElement | null | undefined): boolean =>
  [...(form?.elements ?? [])].some(
    (control) => control instanceof HTMLInputElement && control.validity.badInput,
  );
