/** Many prompts from a file: a line each, or parts of it. Loaded when it is wanted. */
import { type Signal, useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { messageOf } from '../../app/api';
import { randomKey } from '../../app/idempotency';
import { keptName } from '../../app/kept-name';
import { Dialog, openDialog } from '../../ui/dialog';
import { NumberField, SelectField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { FieldError, type FormState } from '../../ui/form-state';
import { counted, firstLine } from '../../ui/text';
import { TargetFields } from '../sessions/target-fields';
import { InOrder } from './in-order';
import { printOf, rowKey } from './draft';
import {
  checkMany,
  type Common,
  doneWords,
  faultOf,
  MOST_PROMPTS,
  partsOf,
  sendMany,
  type Way,
} from './send-many';
import './from-file.css';

const MOST_FILE_BYTES = 4 * 1024 * 1024;
/** More would be slow to draw; the number of all is told. */
const PREVIEWED = 100;

const WAYS: readonly { readonly value: Way; readonly label: string }[] = [
  { value: 'line', label: 'A line each' },
  { value: 'blank', label: 'Parts between empty lines' },
  { value: 'dashes', label: 'Parts between lines of ---' },
];

interface Chosen {
  readonly session: Signal<string>;
  readonly agent: Signal<string>;
  readonly priority: Signal<string>;
}

export const openFromFile = (chosen: Chosen): void =>
  void openDialog((close) => <FromFile chosen={chosen} close={close} />);

function FromFile({ chosen, close }: { chosen: Chosen; close: () => void }): VNode {
  const form = useForm();
  const file = useSignal<{ readonly name: string; readonly text: string } | null>(null);
  const way = useSignal<string>('line');
  const inOrder = useSignal(false);
  const session = useSignal(chosen.session.peek());
  const agent = useSignal(chosen.agent.peek());
  const priority = useSignal(chosen.priority.peek());
  const parts = useComputed(() => (file.value ? partsOf(file.value.text, way.value as Way) : []));
  const take = async (given: File | undefined): Promise<void> => {
    form.clear();
    try {
      if (given) file.value = await readFile(given);
    } catch (error) {
      file.value = null;
      form.faults.value = { file: messageOf(error) };
    }
  };
  const send = async (): Promise<void> => {
    if (!file.value) throw new FieldError('file', 'Choose a file first.');
    checkMany(parts.value, 'file');
    const common = {
      source: 'dashboard',
      ...(session.value && { target_session: session.value }),
      ...(agent.value && { target_provider: agent.value }),
      ...(priority.value && { priority: Number(priority.value) }),
    } as Common;
    const key = keyOf({ ...common, parts: parts.value, in_order: inOrder.value });
    const answer = await sendMany(parts.value, (at) => rowKey(key, at), common, inOrder.value);
    localStorage.removeItem(UNANSWERED);
    file.value = null;
    form.say(doneWords(answer));
  };
  const count = parts.value.length;
  return (
    <Dialog id="from-file-dialog" title="Queue prompts from a file" class="dialog-fields" onClose={close}>
      <Form id="from-file-form" class="form dialog-body" state={form} send={send}>
        <Drop take={take} name={file.value?.name} form={form} />
        <SelectField id="file-way" name="way" label="The prompts are" bind={way} choices={WAYS} />
        {file.value && <Preview parts={parts.value} />}
        <div class="field-row field-row-wraps">
          <TargetFields session={session} agent={agent} ids={['file-session', 'file-agent']} />
          <NumberField
            {...{ id: 'file-priority', name: 'priority', label: 'Priority', bind: priority }}
            min={-1000}
            max={1000}
          />
        </div>
        <InOrder id="file-in-order" bind={inOrder} />
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton disabled={count === 0 || count > MOST_PROMPTS}>
            {count > 0 ? `Queue ${counted(count, 'prompt')}` : 'Queue them'}
          </SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}

interface DropProps {
  readonly take: (file: File | undefined) => Promise<void>;
  readonly name: string | undefined;
  readonly form: FormState;
}

function Drop({ take, name, form }: DropProps): VNode {
  const input = useRef<HTMLInputElement>(null);
  const isOver = useSignal(false);
  const fault = form.faults.value['file'];
  // The same handler, so that a drop beside the fields opens nothing.
  const handlers = useMemo(
    () => ({
      onDragOver(event: DragEvent) {
        event.preventDefault();
        isOver.value = true;
      },
      onDragLeave: () => (isOver.value = false),
      onDrop(event: DragEvent) {
        event.preventDefault();
        isOver.value = false;
        void take(event.dataTransfer?.files[0]);
      },
    }),
    // oxlint-disable-next-line react/exhaustive-deps -- it reads signals
    [],
  );
  return (
    <div class="field file-drop" data-over={isOver.value || undefined} {...handlers}>
      <label for="file-input">File: a text or Markdown list, at most {MOST_PROMPTS} prompts and 4 MiB</label>
      <input
        ref={input}
        id="file-input"
        name="file"
        type="file"
        accept=".txt,.md,.markdown,.text,.list,text/plain,text/markdown"
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? 'file-error' : undefined}
        onChange={({ currentTarget }) => void take(currentTarget.files?.[0])}
      />
      <p class="hint">{name ? `Read: ${name}` : 'Or drop it here.'}</p>
      {fault && (
        <p id="file-error" class="field-error" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

function Preview({ parts }: { parts: readonly string[] }): VNode {
  const isTooMany = parts.length > MOST_PROMPTS;
  return (
    <section class="file-preview" aria-label="What would be queued">
      <p role="status" id="file-count" data-tone={isTooMany ? 'bad' : undefined}>
        {parts.length === 0 ? 'There is no prompt in it.' : `${counted(parts.length, 'prompt')}.`}
        {isTooMany && ` At most ${MOST_PROMPTS} go at once: cut the file into several.`}
      </p>
      <ol tabIndex={0} aria-label="Prompts of the file">
        {parts.slice(0, PREVIEWED).map((part, index) => {
          const lines = part.trim().split('\n').length;
          const fault = faultOf(part);
          return (
            <li key={index}>
              {firstLine(part)}
              {lines > 1 && <span class="muted"> +{counted(lines - 1, 'line')}</span>}
              {fault && <span class="field-error"> {fault}</span>}
            </li>
          );
        })}
      </ol>
      {parts.length > PREVIEWED && <p class="muted">And {parts.length - PREVIEWED} more.</p>}
    </section>
  );
}

/** @throws FieldError */
async function readFile(file: File): Promise<{ name: string; text: string }> {
  if (file.size > MOST_FILE_BYTES) throw new FieldError('file', `${file.name} is larger than 4 MiB.`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    if (text.includes('\0')) throw new Error('no text');
    return { name: file.name, text };
  } catch {
    throw new FieldError('file', `${file.name} is no text in UTF-8: save it as plain text first.`);
  }
}

/** What was sent without an answer: the same file, chosen again after a crash, is the same request. */
const UNANSWERED = keptName('architect.file-sent');

function keyOf(request: object): string {
  const print = printOf(JSON.stringify(request));
  const kept = JSON.parse(localStorage.getItem(UNANSWERED) ?? 'null') as {
    key: string;
    print: string;
  } | null;
  if (kept?.print === print) return kept.key;
  const key = randomKey();
  localStorage.setItem(UNANSWERED, JSON.stringify({ key, print }));
  return key;
}
