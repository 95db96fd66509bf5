/** What can be done with the session as a whole. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Session } from '../../../../api/document/api-types';
import { call, messageOf } from '../../app/api';
import { at } from '../../app/root';
import { useActions } from '../../ui/actions';
import { confirmAction, Dialog, openDialog } from '../../ui/dialog';
import { TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { PanelMessage } from '../../ui/panel-message';
import { editSession } from '../sessions/open';
import { name } from './model';

interface Said {
  readonly text: string;
  readonly tone: 'ok' | 'bad';
}

export function SessionManaging({ session }: { session: Session }): VNode {
  const said = useSignal<Said | null>(null);
  const say = (text: string): void => void (said.value = { text, tone: 'ok' });
  const actions = useActions(
    (error) => (said.value = { text: messageOf(error), tone: 'bad' }),
    () => (said.value = null),
  );
  const loss = session.current_task_id
    ? ` Prompt #${session.current_task_id} is being worked on there and is interrupted.`
    : '';
  const restart = async (): Promise<void> => {
    const isWanted = await confirmAction({
      title: `Restart the agent of ${name.peek()}?`,
      text: `All that runs in this terminal is stopped, and what it was started with is started again; an agent that you started by hand in a shell is not.${loss}`,
      action: 'Restart',
    });
    if (!isWanted) return;
    await call('POST /api/sessions/:name/restart', { params: { name: name.peek() } });
    say('Started again.');
  };
  const end = async (): Promise<void> => {
    const isWanted = await confirmAction({
      title: `End ${name.peek()}?`,
      text: `The tmux session, the agent and everything else that runs in it are stopped.${loss}`,
      action: 'End session',
    });
    if (!isWanted) return;
    await call('DELETE /api/sessions/:name', { params: { name: name.peek() } });
    location.assign(at('/'));
  };
  return (
    <section class="panel" aria-labelledby="managing-title">
      <div class="panel-head">
        <h2 id="managing-title">Session</h2>
      </div>
      <PanelMessage id="managing-message" {...said.value} />
      <div class="panel-body session-managing">
        <a class="button button-small" id="session-review" href={reviewOf(session.name)}>
          Review files
        </a>
        <button
          type="button"
          class="button button-small"
          id="session-edit-open"
          onClick={() => editSession(session, say)}
        >
          Agent and specialty
        </button>
        <button
          type="button"
          class="button button-small"
          id="session-rename-open"
          onClick={() => openRename(session.name)}
        >
          Rename
        </button>
        <button
          type="button"
          class="button button-small"
          id="session-restart"
          onClick={actions.press(restart, 'restart')}
        >
          Restart the agent
        </button>
        <button
          type="button"
          class="button button-small button-danger"
          id="session-end"
          onClick={actions.press(end, 'end')}
        >
          End session
        </button>
      </div>
    </section>
  );
}

const reviewOf = (session: string): string => `./review.html?${new URLSearchParams({ session }).toString()}`;

const openRename = (before: string): void =>
  void openDialog((close) => <RenameDialog before={before} close={close} />);

function RenameDialog({ before, close }: { before: string; close: () => void }): VNode {
  const form = useForm();
  const wanted = useSignal(before);
  const rename = async (): Promise<void> => {
    const body = { name: wanted.value.trim() };
    if (body.name !== before)
      await call('POST /api/sessions/:name/rename', { params: { name: before }, body });
    close();
  };
  return (
    <Dialog title={`Rename ${before}`} class="dialog-small" onClose={close}>
      <Form id="session-rename" class="form dialog-body" state={form} send={rename}>
        <TextField
          id="rename-name"
          name="name"
          label="Name"
          bind={wanted}
          autoFocus
          hint="What waits for it follows the name."
        />
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton>Rename</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
