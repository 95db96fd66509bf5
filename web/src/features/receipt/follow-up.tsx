/** The next prompt for the session that has, or had, this one. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { call, type Body } from '../../app/api';
import { submissionKeys } from '../../app/idempotency';
import { keptName } from '../../app/kept-name';
import { isSettled } from '../../app/labels';
import { state } from '../../app/state';
import { Field, Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { FieldError } from '../../ui/form-state';
import type { Prompt } from './state';

type Sent = Body<'POST /api/assigner/send'>;

/** What another prompt is sent with, so that it goes where this one went. */
export function sameWay(prompt: Prompt) {
  const { priority, timeout_minutes, max_retries, target_session, target_provider, specialty } = prompt;
  return {
    ...{ priority, timeout_minutes, max_retries, source: 'dashboard' },
    ...{ target_session, target_provider, specialty },
  };
}

export function FollowUp({ prompt }: { prompt: Prompt }): VNode {
  const form = useForm();
  const keys = useMemo(submissionKeys, []);
  const kept = keptName(`architect.follow-up-${prompt.id}`);
  const text = useSignal(sessionStorage.getItem(kept) ?? '');
  const send = async (): Promise<void> => {
    if (!text.value.trim()) throw new FieldError('content', 'Write what the agent should do next.');
    const body = { ...sameWay(prompt), ...nextTo(prompt), content: text.value } as Sent;
    const headers = { 'Idempotency-Key': keys.forBody(body) };
    const { prompt_id: id, warning } = await call('POST /api/assigner/send', { body, headers });
    keys.done();
    // What was written meanwhile stays.
    if (text.peek() === body.content) {
      text.value = '';
      sessionStorage.removeItem(kept);
    }
    form.say(
      <span>
        Queued as <a href={`#/prompt/${id}`}>#{id}</a>
        {warning ? `, but nobody can take it now: ${warning}` : '.'}
      </span>,
    );
  };
  return (
    <Form
      id="follow-up-form"
      class="form follow-up"
      state={form}
      send={send}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.currentTarget.requestSubmit();
      }}
    >
      <Field id="follow-up" name="content" label="Follow up" hint={whereTo(prompt)}>
        {(control) => (
          <textarea
            {...control}
            rows={2}
            placeholder="What should it do next?"
            value={text.value}
            onInput={({ currentTarget: area }) => {
              text.value = area.value;
              sessionStorage.setItem(kept, area.value);
            }}
          />
        )}
      </Field>
      <div class="form-end">
        <SubmitButton class="button-small button-primary">Queue follow-up</SubmitButton>
      </div>
      <FormMessage />
    </Form>
  );
}

const sessionOf = ({ assigned_session: name }: Prompt): string | null =>
  name !== null && state.sessions.get(name) ? name : null;

/** To the session that knows what it is about; one that isn't done yet is waited for. */
export function nextTo(prompt: Prompt): Partial<Sent> {
  const session = sessionOf(prompt);
  return {
    ...(session !== null && { target_session: session, target_provider: null }),
    ...(!isSettled(prompt) && { after: [prompt.id], on: 'success' as const }),
  };
}

function whereTo(prompt: Prompt): string {
  const session = sessionOf(prompt);
  const goes = session === null ? 'Goes where this one goes' : `Goes to ${session}`;
  const gone = prompt.assigned_session !== null && session === null;
  const first = gone ? `${prompt.assigned_session} is gone. ${goes}` : goes;
  return `${first}${isSettled(prompt) ? '' : ', once this one has succeeded'}. Ctrl+Enter sends.`;
}
