/** What a person can do with a prompt; each is enabled if the prompt's status allows it. */
import { useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError, call, messageOf, type Body } from '../../app/api';
import { submissionKeys } from '../../app/idempotency';
import { isSettled } from '../../app/labels';
import { useActions } from '../../ui/actions';
import { confirmAction } from '../../ui/dialog';
import { NumberField, TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { FieldError } from '../../ui/form-state';
import { doLater } from '../../ui/undo';
import { keyOf } from '../queue/keys';
import { ChainFields, chainDraft, chainOf } from '../queue/chain-fields';
import { TargetFields } from '../sessions/target-fields';
import { sameWay } from './follow-up';
import { openId, problem, take, type Prompt } from './state';

type Opened = 'reassign' | 'priority' | 'wait' | '';
interface Shown {
  readonly prompt: Prompt;
}

export function ReceiptActions({ prompt }: Shown): VNode {
  const opened = useSignal<Opened>('');
  return (
    <div class="receipt-actions">
      <Buttons prompt={prompt} />
      <Opener form="reassign" opened={opened}>
        Reassign
      </Opener>
      <Opener form="priority" opened={opened}>
        Priority
      </Opener>
      {prompt.status === 'pending' && (
        <Opener form="wait" opened={opened}>
          Wait for
        </Opener>
      )}
      <Place isOpen={opened.value === 'reassign'}>
        <ReassignForm prompt={prompt} isOpen={opened.value === 'reassign'} />
      </Place>
      <Place isOpen={opened.value === 'priority'}>
        <PriorityForm prompt={prompt} isOpen={opened.value === 'priority'} />
      </Place>
      <Place isOpen={opened.value === 'wait'}>
        {prompt.status === 'pending' && <WaitForm prompt={prompt} isOpen={opened.value === 'wait'} />}
      </Place>
      {prompt.stage === 'indeterminate' && <ResolveForm prompt={prompt} />}
    </div>
  );
}

/** Shows what the answer says; a fault without a field stands above the receipt. */
async function act(ask: () => Promise<Prompt>): Promise<void> {
  problem.value = '';
  try {
    take(await ask());
  } catch (error) {
    if (error instanceof ApiError && error.details.length) throw error;
    problem.value = messageOf(error);
  }
}

/** Only work that is going on is asked about: the rest loses nothing. */
async function mayInterrupt({ status, assigned_session: session }: Prompt, action: string): Promise<boolean> {
  if (status !== 'in_progress') return true;
  return confirmAction({
    title: `${action}?`,
    text: `The agent${session ? ` in ${session}` : ''} is interrupted; what it did so far stays.`,
    action,
  });
}

function Buttons({ prompt }: Shown): VNode {
  const params = { id: prompt.id };
  const settled = isSettled(prompt);
  const isHeld = prompt.stage === 'held' || prompt.stage === 'blocked';
  // To run a prompt again twice would interrupt it.
  const actions = useActions((error) => (problem.value = messageOf(error)));
  const retry = async (): Promise<void> => {
    if (await mayInterrupt(prompt, 'Interrupt and retry'))
      await act(() => call('POST /api/assigner/prompts/:id/retry', { params }));
  };
  const cancel = async (): Promise<void> => {
    const send = (): Promise<void> => act(() => call('POST /api/assigner/prompts/:id/cancel', { params }));
    if (prompt.status !== 'in_progress') await later('cancelled', send);
    else if (await mayInterrupt(prompt, 'Cancel prompt')) await send();
  };
  const later = (done: string, send: () => Promise<void>): Promise<boolean> =>
    doLater({ text: `Prompt #${prompt.id} is ${done}`, keys: [keyOf(prompt.id)], send });
  const release = (): Promise<void> => act(() => call('POST /api/assigner/prompts/:id/release', { params }));
  const archive = (): Promise<unknown> =>
    prompt.archived
      ? act(() => call('POST /api/assigner/prompts/:id/unarchive', { params }))
      : later('archived', () => act(() => call('POST /api/assigner/prompts/:id/archive', { params })));
  return (
    <>
      {isHeld ? (
        <button
          type="button"
          class="button button-small"
          data-action="release"
          title="Queue it now, whatever it waits for"
          onClick={actions.press(release)}
        >
          Release
        </button>
      ) : (
        <button type="button" class="button button-small" data-action="retry" onClick={actions.press(retry)}>
          {settled ? 'Run again' : 'Retry'}
        </button>
      )}
      <button
        type="button"
        class="button button-small"
        data-action="ask-again"
        title="A new prompt with the same text; this one stays as it is"
        onClick={actions.press(() => askAgain(prompt))}
      >
        Ask again
      </button>
      <button
        type="button"
        class="button button-small button-danger"
        data-action="cancel"
        disabled={settled}
        title={settled ? 'The prompt is settled: there is nothing to cancel.' : ''}
        onClick={actions.press(cancel)}
      >
        Cancel prompt
      </button>
      <button
        type="button"
        class="button button-small"
        data-action="archive"
        hidden={!settled}
        onClick={actions.press(archive)}
      >
        {prompt.archived ? 'Take out of the archive' : 'Archive'}
      </button>
    </>
  );
}

const asked = submissionKeys();

/** The address follows to the new one, unless another is looked at by then. Pressed again after no answer, it is asked once. */
async function askAgain(prompt: Prompt): Promise<void> {
  const { id } = prompt;
  await doLater({
    text: `Prompt #${id} is asked again`,
    keys: [],
    async send() {
      const body = { ...sameWay(prompt), content: prompt.content } as Body<'POST /api/assigner/send'>;
      const headers = { 'Idempotency-Key': asked.forBody(body) };
      const { prompt_id: next } = await call('POST /api/assigner/send', { body, headers });
      asked.done();
      if (openId.peek() === id) location.hash = `#/prompt/${next}`;
    },
  });
}

interface OpenerProps {
  readonly form: Opened;
  readonly opened: Signal<Opened>;
  readonly children: ComponentChildren;
}

/** The button that shows one of the forms, and only that one. */
const Opener = ({ form, opened, children }: OpenerProps): VNode => (
  <button
    type="button"
    class="button button-small opener"
    aria-expanded={opened.value === form}
    aria-controls={`${form}-form`}
    onClick={() => (opened.value = opened.value === form ? '' : form)}
  >
    {children}
  </button>
);

/** Gives the focus to the first control of a form that opens. */
function Place({ isOpen, children }: { isOpen: boolean; children: ComponentChildren }): VNode {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (isOpen) place.current?.querySelector<HTMLElement>('input, select')?.focus();
  }, [isOpen]);
  return (
    <div class="action-place" ref={place}>
      {children}
    </div>
  );
}

function ReassignForm({ prompt, isOpen }: Shown & { isOpen: boolean }): VNode {
  const form = useForm();
  const session = useSignal('');
  const agent = useSignal('');
  const send = async (): Promise<void> => {
    const body = {
      target_session: session.value || null,
      target_provider: agent.value || null,
    } as Body<'POST /api/assigner/prompts/:id/reassign'>;
    if (!(await mayInterrupt(prompt, 'Interrupt and reassign'))) return;
    await act(() => call('POST /api/assigner/prompts/:id/reassign', { params: { id: prompt.id }, body }));
  };
  return (
    <Form id="reassign-form" class="form action-form" state={form} send={send} hidden={!isOpen}>
      <TargetFields session={session} agent={agent} ids={['reassign-session', 'reassign-provider']} />
      <SubmitButton class="button-small button-primary">Send it there</SubmitButton>
      <FormMessage />
    </Form>
  );
}

function PriorityForm({ prompt, isOpen }: Shown & { isOpen: boolean }): VNode {
  const form = useForm();
  const priority = useSignal(String(prompt.priority));
  const send = (): Promise<void> => {
    if (!priority.value) throw new FieldError('priority', 'Write a number.');
    const body = { priority: Number(priority.value) };
    return act(() => call('PATCH /api/assigner/prompts/:id', { params: { id: prompt.id }, body }));
  };
  return (
    <Form id="priority-form" class="form action-form" state={form} send={send} hidden={!isOpen}>
      <fieldset disabled={isSettled(prompt)}>
        <NumberField
          id="receipt-priority"
          name="priority"
          label="Priority"
          bind={priority}
          min={-1000}
          max={1000}
          hint="It becomes the last of that priority."
        />
        <SubmitButton class="button-small button-primary">Set priority</SubmitButton>
      </fieldset>
      <FormMessage />
    </Form>
  );
}

function WaitForm({ prompt, isOpen }: Shown & { isOpen: boolean }): VNode {
  const form = useForm();
  const [draft] = useState(() => chainDraft(prompt));
  const send = (): Promise<void> => {
    const body = chainOf(draft);
    return act(() => call('PATCH /api/assigner/prompts/:id', { params: { id: prompt.id }, body }));
  };
  return (
    <Form id="wait-form" class="form action-form" state={form} send={send} hidden={!isOpen}>
      <ChainFields draft={draft} id="receipt" />
      <SubmitButton class="button-small button-primary">Set</SubmitButton>
      <FormMessage />
    </Form>
  );
}

function ResolveForm({ prompt }: Shown): VNode {
  const form = useForm();
  const note = useSignal('');
  const send = (submitter: string): Promise<void> => {
    const body = {
      as: submitter === 'failed' ? ('failed' as const) : ('completed' as const),
      ...(note.value.trim() && { note: note.value.trim() }),
    };
    return act(() => call('POST /api/assigner/prompts/:id/resolve', { params: { id: prompt.id }, body }));
  };
  return (
    <Form id="resolve-form" class="form action-form notice notice-warn" state={form} send={send}>
      <p>
        It can't be told whether the agent took this prompt. Look at the session's screen, then say how it
        ended.
      </p>
      <TextField id="resolve-note" name="note" label="Note" bind={note} />
      <SubmitButton class="button-small" value="completed">
        It was done
      </SubmitButton>
      <SubmitButton class="button-small" value="failed">
        It wasn't done
      </SubmitButton>
      <FormMessage />
    </Form>
  );
}
