/** All comments as one prompt for the agent whose changes they are about, looked at before it is sent. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { call, type Body } from '../../app/api';
import { submissionKeys } from '../../app/idempotency';
import { state } from '../../app/state';
import { Dialog, openDialog } from '../../ui/dialog';
import { TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { FieldError } from '../../ui/form-state';
import { counted } from '../../ui/text';
import { nextTo, sameWay } from '../receipt/follow-up';
import { inOrder, promptOf, removeSent } from './comments';
import { prompt, target } from './model';

type Sent = Body<'POST /api/assigner/send'>;

/** Why they can't be sent; empty: they can. */
export function hindrance(): string {
  if (target.value === '') return 'No session has this prompt.';
  const session = state.sessions.get(target.value);
  if (session?.provider === 'shell')
    return `${target.value} is a shell: what is sent there is carried out, and read by nobody.`;
  return '';
}

const way = (): Partial<Sent> =>
  prompt.value === null
    ? { target_session: target.value, source: 'dashboard' }
    : { ...(sameWay(prompt.value) as Partial<Sent>), ...nextTo(prompt.value) };

export const openSend = (): void => void openDialog((close) => <SendDialog close={close} />);

function SendDialog({ close }: { close: () => void }): VNode {
  const form = useForm();
  const keys = useMemo(submissionKeys, []);
  const words = useSignal('');
  const list = inOrder.value;
  const content = promptOf(list, words.value);
  const why = hindrance();
  const send = async (): Promise<void> => {
    if (why) throw new FieldError('words', why);
    if (list.length === 0) throw new FieldError('words', 'There are no comments to send.');
    const body = { ...way(), content } as Sent;
    const headers = { 'Idempotency-Key': keys.forBody(body) };
    const { prompt_id: id, warning } = await call('POST /api/assigner/send', { body, headers });
    keys.done();
    removeSent(list);
    form.say(
      <span>
        Queued as <a href={`./queue.html#/prompt/${id}`}>#{id}</a>
        {warning ? `, but nobody can take it now: ${warning}` : '.'}
      </span>,
    );
  };
  return (
    <Dialog title={`Send ${counted(list.length, 'comment')}`} id="review-send-dialog" onClose={close}>
      <Form id="review-send" class="form dialog-body" state={form} send={send}>
        <TextField
          id="review-words"
          name="words"
          label="In front of them"
          bind={words}
          autoFocus
          hint={`Goes to ${target.value}, as one prompt.`}
        />
        <div>
          <p class="field-label" id="review-preview-label">
            What the agent gets
          </p>
          <pre
            class="review-preview mono"
            id="review-preview"
            tabIndex={0}
            role="region"
            aria-labelledby="review-preview-label"
          >
            {content}
          </pre>
        </div>
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton class="button-primary">Queue follow-up</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
