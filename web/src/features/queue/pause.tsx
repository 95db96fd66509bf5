/** The pause of the queue: the line that tells of it, and on the dashboard the buttons that begin and end it. */
import { effect, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { apply, state } from '../../app/state';
import { useToldActions } from '../../ui/actions';
import { Dialog, openDialog } from '../../ui/dialog';
import { find } from '../../ui/dom';
import { localTime } from '../../ui/duration';
import { TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { mount } from '../../ui/mount';

/** `canResume`: with the button that ends the pause. */
export function startPauseLine({ canResume = false } = {}): void {
  const line = find('#queue-paused', HTMLElement);
  mount(<PauseLine canResume={canResume} />, line);
  effect(() => {
    line.hidden = !state.queue?.paused;
  });
}

function PauseLine({ canResume }: { canResume: boolean }): VNode {
  const { paused = false, reason, changed_by: by, changed_at: at } = state.queue ?? {};
  const { actions, problem } = useToldActions();
  const resume = async (): Promise<void> =>
    apply('queue', await call('PUT /api/assigner/queue', { body: { paused: false } }));
  const why = reason ? `: ${reason}` : '';
  const words = `The queue is paused since ${localTime(at ?? '')} by ${by}${why}. What is at work goes on; what waits goes out when it is resumed.`;
  return (
    <>
      <span class="queue-paused-words">{paused && (problem.value || words)}</span>{' '}
      {canResume && (
        <button
          type="button"
          class="button button-small"
          id="queue-resume"
          disabled={actions.isBusy()}
          onClick={actions.press(resume)}
        >
          Resume
        </button>
      )}
    </>
  );
}

export const PauseButton = (): VNode => (
  <button
    class="button button-small"
    type="button"
    id="queue-pause"
    hidden={Boolean(state.queue?.paused)}
    onClick={() => openDialog((close) => <PauseDialog close={close} />)}
  >
    Pause
  </button>
);

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
