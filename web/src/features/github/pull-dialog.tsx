/** The dialog that asks for the pull request of a feature. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Dialog, openDialog } from '../../ui/dialog';
import { TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { makePull } from './pull-requests';

interface Props {
  readonly feature: { readonly id: number; readonly title: string };
  readonly onMade: (text: string) => void;
  readonly onClose: () => void;
}

export const openPull = (feature: Props['feature'], onMade: Props['onMade']): void => {
  openDialog((close) => <PullDialog {...{ feature, onMade }} onClose={close} />);
};

function PullDialog({ feature: { id, title }, onMade, onClose }: Props): VNode {
  const branch = useSignal('');
  const make = async (): Promise<void> => {
    const text = await makePull(id, branch.value.trim());
    onClose();
    onMade(text);
  };
  return (
    <Dialog title={`Pull request for feature #${id}`} onClose={onClose}>
      <Form class="form dialog-body" id="pull-form" state={useForm()} send={make}>
        <p class="work-send-title">{title}</p>
        <TextField
          id="pull-branch"
          name="branch"
          label="Branch"
          hint="It must have been pushed. Empty: the one checked out where the feature was worked on."
          bind={branch}
          autoFocus
        />
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton>Make pull request</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
