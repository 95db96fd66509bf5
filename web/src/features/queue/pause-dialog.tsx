/** Asks why the queue is paused, and pauses it. Loaded when it is wanted. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { apply } from '../../app/state';
import { Dialog, openDialog } from '../../ui/dialog';
import { TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';

export const openPause = (): void => void openDialog((close) => <PauseDialog close={close} />);

function PauseDialog({ close }: { close: () => void }): VNode {
  const form = useForm();
  const reason = useSignal('');
  const pause = async (): Promise<void> => {
    const body = { paused: true, reason: reason.value.trim() || undefined };
    apply('queue', await call('PUT /api/assigner/queue', { body }));
    close();
  };
  return (
    <Dialog title="Pause the queue" class="dialog-small" onClose={close}>
      <Form id="queue-pause-form" class="form dialog-body" state={form} send={pause}>
        <p>No more prompts are given to sessions. What is at work goes on.</p>
        <TextField
          id="queue-pause-reason"
          name="reason"
          label="Why"
          bind={reason}
          autoFocus
          hint="May be left empty. It stands here and in the receipts of the prompts that wait."
        />
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton>Pause the queue</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
