/** The dialog that adds a task to a plan or changes one, also while the plan runs. */
import { type Signal, signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Plan } from '../../../../api/document/api-types';
import { PROVIDERS } from '../../../../workflows/contracts/glossary';
import { EVIDENCE_KINDS, planTag } from '../../../../workflows/contracts/plans';
import { ApiError, call, exchange } from '../../app/api';
import { Dialog, openDialog } from '../../ui/dialog';
import { choicesOf, NumberField, SelectField, TextField } from '../../ui/fields';
import { Field, Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { GateFields } from './gate-fields';
import { decide } from './page';
import { bodyOf, fieldOf, type TaskValues, valuesOf } from './task-values';

interface Opened {
  readonly before: TaskValues;
  readonly tag: string;
}

interface Props extends Opened {
  readonly plan: Plan;
  /** undefined: a new one. */
  readonly taskKey: string | undefined;
  readonly close: () => void;
}

const ANY = { value: '', label: 'any' };
const EMPTY = valuesOf({});

export async function openTask(plan: Plan, key?: string): Promise<void> {
  const opened = key === undefined ? { before: EMPTY, tag: planTag(plan) } : await readTask(plan.id, key);
  openDialog((close) => (
    <Dialog
      title={key === undefined ? `New task of plan #${plan.id}` : `Task ${key} of plan #${plan.id}`}
      class="dialog-wide"
      onClose={close}
    >
      <TaskForm {...{ plan, taskKey: key, close }} {...opened} />
    </Dialog>
  ));
}

async function readTask(id: number, key: string): Promise<Opened> {
  const { answer, headers } = await exchange('GET /api/plans/:id/tasks/:key', { params: { id, key } });
  return { before: valuesOf(answer.definition), tag: headers.get('ETag') ?? planTag({ id, ...answer }) };
}

function TaskForm({ plan, taskKey: key, close, before, tag }: Props): VNode {
  const form = useForm();
  /** What is stored, as far as it is known here. */
  const stored = useSignal({ values: before, tag });
  const bind = useMemo(() => boundTo(before), [before]);
  const gates = useSignal(before.gates);
  const phase = useSignal(plan.phases.at(-1)?.name ?? '');

  const written = (): TaskValues =>
    ({
      ...Object.fromEntries(Object.entries(bind).map(([name, { value }]) => [name, value])),
      gates: gates.value,
    }) as unknown as TaskValues;
  const save = (): Promise<Plan> => {
    const body = bodyOf(written(), stored.value.values);
    const headers = { 'If-Match': stored.value.tag };
    return key === undefined
      ? call('POST /api/plans/:id/tasks', {
          ...{ params: { id: plan.id }, headers },
          body: {
            ...body,
            key: bind.key.value,
            prompt: bind.prompt.value,
            phase: phase.value,
          },
        })
      : call('PATCH /api/plans/:id/tasks/:key', { params: { id: plan.id, key }, body, headers });
  };
  /** Somebody changed the plan meanwhile. True: not this task, so that it may be sent again. */
  const isOther = async (): Promise<boolean> => {
    if (key === undefined) {
      const { headers } = await exchange('GET /api/plans/:id', { params: { id: plan.id } });
      stored.value = { values: EMPTY, tag: headers.get('ETag') ?? '' };
      return true;
    }
    const now = await readTask(plan.id, key);
    const theirs = bodyOf(now.before, stored.value.values);
    stored.value = { values: now.before, tag: now.tag };
    const names = Object.keys(theirs);
    if (names.length === 0) return true;
    const told = names.map((name) => `${name}: ${JSON.stringify(theirs[name as keyof typeof theirs])}`);
    form.say(
      `Somebody changed this task meanwhile: ${told.join('; ')}. What you wrote is still here: save again to put it in the place of that, or close.`,
      'bad',
    );
    return false;
  };
  const send = async (): Promise<void> => {
    try {
      await decide(() =>
        save().catch(async (error: unknown) => {
          if (!(error instanceof ApiError) || error.status !== 412) throw error;
          if (await isOther()) return save();
          throw new Told();
        }),
      );
      close();
    } catch (error) {
      if (error instanceof Told) return;
      throw error instanceof ApiError ? named(error) : error;
    }
  };
  return (
    <Form id="task-form" class="form dialog-body" state={form} send={send}>
      <div class="field-row">
        <TextField id="task-key" name="key" label="Key" bind={bind.key} autoFocus />
        {key === undefined && (
          <TextField
            id="task-phase"
            name="phase"
            label="Phase"
            hint="A new name makes one at the end."
            bind={phase}
          />
        )}
      </div>
      <Field id="task-prompt" name="prompt" label="Prompt">
        {(control) => (
          <textarea
            {...control}
            rows={6}
            value={bind.prompt.value}
            onInput={({ currentTarget }) => (bind.prompt.value = currentTarget.value)}
          />
        )}
      </Field>
      <div class="field-row">
        <TextField
          id="task-session"
          name="target_session"
          label="Session"
          placeholder="any"
          bind={bind.target_session}
        />
        <SelectField
          id="task-provider"
          name="provider"
          label="Agent"
          bind={bind.provider}
          choices={[ANY, ...choicesOf(PROVIDERS)]}
        />
        <TextField
          id="task-specialty"
          name="specialty"
          label="Specialty"
          placeholder="any"
          bind={bind.specialty}
        />
      </div>
      <TextField
        id="task-after"
        name="after"
        label="After"
        hint="Keys of tasks that must be done before, with commas."
        bind={bind.after}
      />
      <Field
        id="task-touches"
        name="touches"
        label="Files that it may change"
        hint="One glob a line; none: any."
      >
        {(control) => (
          <textarea
            {...control}
            rows={2}
            spellcheck={false}
            value={bind.touches.value}
            onInput={({ currentTarget }) => (bind.touches.value = currentTarget.value)}
          />
        )}
      </Field>
      <GateFields gates={gates} />
      <div class="field-row">
        <NumberField
          id="task-priority"
          name="priority"
          label="Priority"
          bind={bind.priority}
          min={-1000}
          max={1000}
        />
        <NumberField
          id="task-timeout"
          name="timeout_minutes"
          label="Minutes"
          bind={bind.timeout_minutes}
          min={0}
          max={10_080}
          step="any"
        />
        <NumberField
          id="task-retries"
          name="max_retries"
          label="Retries"
          bind={bind.max_retries}
          min={0}
          max={20}
        />
        <SelectField
          id="task-evidence"
          name="evidence"
          label="Evidence"
          bind={bind.evidence}
          choices={choicesOf(EVIDENCE_KINDS)}
        />
      </div>
      <FormMessage />
      <div class="dialog-actions">
        <SubmitButton>{key === undefined ? 'Add task' : 'Save task'}</SubmitButton>
      </div>
    </Form>
  );
}

type Texts = Omit<TaskValues, 'gates'>;

function boundTo({ gates: _, ...texts }: TaskValues): Record<keyof Texts, Signal<string>> {
  const bound = Object.entries(texts).map(([name, text]) => [name, signal(text)]);
  return Object.fromEntries(bound) as Record<keyof Texts, Signal<string>>;
}

/** It is said already. */
class Told extends Error {}

const named = (error: ApiError): ApiError =>
  new ApiError({
    ...{ status: error.status, code: error.code, message: error.message },
    details: error.details.map(({ field, message }) => ({ field: fieldOf(field), message })),
  });
