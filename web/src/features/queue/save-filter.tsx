/** Gives the filter that is shown a name. Loaded when it is wanted. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Dialog, openDialog } from '../../ui/dialog';
import { TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { FieldError } from '../../ui/form-state';
import { filter, type Filter, ORDER_CHOICES, STATUSES } from './filter';
import type { SavedFilter } from './saved-filters';

const MOST = 50;
const MOST_CHARS = 60;

type Keep = (all: readonly SavedFilter[]) => void;

export const openSaveFilter = (saved: readonly SavedFilter[], keep: Keep): void =>
  void openDialog((close) => <SaveDialog saved={saved} keep={keep} close={close} />);

interface Props {
  readonly saved: readonly SavedFilter[];
  readonly keep: Keep;
  readonly close: () => void;
}

function SaveDialog({ saved, keep, close }: Props): VNode {
  const form = useForm();
  const name = useSignal('');
  const shown = filter.peek();
  const send = (): void => {
    const given = name.value.trim();
    if (!given) throw new FieldError('name', 'Give it a name.');
    if (given.length > MOST_CHARS) throw new FieldError('name', `Write at most ${MOST_CHARS} characters.`);
    const others = saved.filter((one) => one.name !== given);
    if (others.length >= MOST)
      throw new FieldError('name', `${MOST} filters are kept already: remove one first.`);
    keep([...others, { name: given, filter: shown }].sort((a, b) => a.name.localeCompare(b.name)));
    close();
  };
  return (
    <Dialog id="save-filter" title="Save this filter" class="dialog-small" onClose={close}>
      <Form id="save-filter-form" class="form dialog-body" state={form} send={send}>
        <p>{wordsOf(shown)}</p>
        <TextField
          {...{ id: 'save-filter-name', name: 'name', label: 'Name', bind: name }}
          autoFocus
          hint="A filter of the same name is replaced. This browser keeps it."
        />
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton own>Save it</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}

function wordsOf({ status, q, order }: Filter): string {
  const labelled = (choices: typeof STATUSES, value: string): string =>
    choices.find((choice) => choice.value === value)?.label ?? value;
  const parts = [labelled(STATUSES, status), labelled(ORDER_CHOICES, order), q && `with “${q}”`];
  return `${parts.filter(Boolean).join(', ')}.`;
}
