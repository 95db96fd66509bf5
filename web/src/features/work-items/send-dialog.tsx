/** “Work on this”: the dialog that makes a prompt of a feature or bug. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { call, type Body } from '../../app/api';
import { AGENTS } from '../sessions/choices';
import { TargetFields } from '../sessions/target-fields';
import { submissionKeys } from '../../app/idempotency';
import { Dialog, openDialog } from '../../ui/dialog';
import { NumberField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { kindOf, NOUN, ROUTES, type Item } from './kinds';

type Wish = NonNullable<Body<'POST /api/features/:id/send'>>;
interface Props {
  readonly item: Item;
  readonly onSent: (text: string, warning: string | undefined) => void;
  readonly onClose: () => void;
}

export const openSend = (item: Item, onSent: Props['onSent']): void => {
  openDialog((close) => <SendDialog {...{ item, onSent }} onClose={close} />);
};

function SendDialog({ item, onSent, onClose }: Props): VNode {
  const kind = kindOf(item);
  const session = useSignal('');
  const agent = useSignal('');
  const priority = useSignal(String(item.priority));
  const form = useForm();
  const keys = useMemo(submissionKeys, []);
  const send = async (): Promise<void> => {
    const body: Wish = {
      target_session: session.value || undefined,
      target_provider: AGENTS.find((one) => one === agent.value),
      priority: priority.value === '' ? undefined : Number(priority.value),
    };
    const headers = { 'Idempotency-Key': keys.forBody(body) };
    const { prompt_id: id, warning } = await call(ROUTES[kind].send, {
      params: { id: item.id },
      body,
      headers,
    });
    onClose();
    onSent(`Queued as prompt ${id}.`, warning);
  };
  return (
    <Dialog title={`Work on ${NOUN[kind]} #${item.id}`} onClose={onClose}>
      <Form class="form dialog-body" id="send-form" state={form} send={send}>
        <p class="work-send-title">{item.title}</p>
        <p class="hint">
          {`A prompt is made of the title, the description and the project; the ${NOUN[kind]} follows it.`}
        </p>
        <div class="field-row">
          <TargetFields session={session} agent={agent} ids={['send-session', 'send-agent']} />
        </div>
        <NumberField
          id="send-priority"
          name="priority"
          label="Priority"
          hint="Higher goes first."
          bind={priority}
          min={-1000}
          max={1000}
        />
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton autoFocus>Queue prompt</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
