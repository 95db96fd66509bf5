/** The form that queues a prompt. */
import { computed, effect, signal } from '@preact/signals';
import type { TargetedEvent, VNode } from 'preact';
import { call, type Answer, type Body } from '../../app/api';
import { clean, cleaningNotice } from '../../app/clean';
import type { Prompt } from '../../app/state';
import { find } from '../../ui/dom';
import { Field, Form, FormMessage } from '../../ui/form';
import { FieldError, FormState } from '../../ui/form-state';
import { mount } from '../../ui/mount';
import { ChainFields, chainDraft, chainOf } from './chain-fields';
import { attachTo, takeFiles } from './attaching';
import { Numbers } from './composer-numbers';
import { content, forgetSent, isEach, keepDraft, keyFor, startDraft } from './draft';
import { DraftFiles, DraftLines } from './draft-line';
import type * as EachLines from './each-line';
import { loadTemplates, templates } from '../recurring/load';
import { templateDraft, TemplateFields, templateOf } from '../recurring/template-fields';
import { TargetFields } from '../sessions/target-fields';

const MAX_BYTES = 128 * 1024;
/** A second click this soon after a success belongs to the first one. */
const DOUBLE_CLICK_MS = 1000;

const form = new FormState();
const cleaned = signal('');
const session = signal('');
const agent = signal('');
const priority = signal('0');
const timeout = signal('30');
const retries = signal('3');
const chain = chainDraft();
const template = templateDraft();
/** Its text is the template's: what is written isn't sent, so it isn't shown. */
const isMade = computed(() => template.template.value !== '');
const isWritten = computed(() => !isMade.value);
let lastSuccessAt = 0;
const wasQueued = (id: number): void => form.say(`Queued as #${id}, before the page ended.`);
startDraft(
  {
    ...{ session, agent, priority, timeout, retries },
    ...{ after: chain.after, on: chain.on, notBefore: chain.notBefore },
  },
  wasQueued,
);
/** Loaded once a text has several lines. */
const eachLine = signal<typeof EachLines | null>(null);
effect(() => {
  if (eachLine.peek() || !content.value.trim().includes('\n')) return;
  // Without it the text is one prompt.
  void import('./each-line').then(
    (loaded) => (eachLine.value = loaded),
    () => undefined,
  );
});

export function startComposer(): void {
  mount(<Composer />, find('#composer', HTMLElement));
}

/** Makes the form ready for the answer to what an agent asked back at the end of a prompt; a draft in it stays. */
export function prepareAnswer({ id, assigned_session: name }: Pick<Prompt, 'id' | 'assigned_session'>): void {
  session.value = name ?? '';
  agent.value = '';
  template.template.value = '';
  form.say(`Answers #${id}: goes to ${name}.`);
}

const Composer = (): VNode => (
  <>
    <div class="panel-head">
      <h2 id="form-title">Queue a prompt</h2>
    </div>
    <ComposerForm look="panel-body" />
  </>
);

/** One a page. */
export function ComposerForm({ look }: { look: string }): VNode {
  return (
    <Form
      id="prompt-form"
      class={`${look} form`}
      state={form}
      send={send}
      onInput={() => form.say('')}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.currentTarget.requestSubmit();
      }}
    >
      <DraftLines queued={wasQueued} />
      <TextField />
      <p id="made-from" class="notice" hidden={isWritten}>
        The text is made from the template “{template.template}”.{' '}
        <button type="button" class="link-button" onClick={writeIt}>
          Write it instead
        </button>
      </p>
      <div class="field-row">
        <TargetFields session={session} agent={agent} ids={['target_session', 'target_provider']} />
      </div>
      <Numbers priority={priority} timeout={timeout} retries={retries} />
      <details class="composer-more" onToggle={() => void loadTemplates()}>
        <summary>Make the text from a template</summary>
        <TemplateFields draft={template} id="composer" templates={templates.value ?? []} />
      </details>
      <details class="composer-more">
        <summary>Wait for other prompts, or for a time</summary>
        <ChainFields draft={chain} id="composer" />
      </details>
      <button
        type="button"
        class="link-button composer-more"
        id="from-file"
        hidden={isMade}
        onClick={() =>
          void import('./from-file').then(
            ({ openFromFile }) => openFromFile({ session, agent, priority }),
            () => form.say('A part of this page could not be loaded. Load the page again.'),
          )
        }
      >
        Queue many prompts from a file
      </button>
      <div class="form-end">
        <button
          type="button"
          class="button button-attach"
          id="attach"
          hidden={isMade}
          onClick={() => attachTo(form)}
        >
          Attach
        </button>
        {/* Not disabled meanwhile: it would lose the focus. */}
        <button class="button button-primary" type="submit" aria-busy={form.busy.value || undefined}>
          Queue prompt <kbd>Ctrl</kbd>
          <kbd>Enter</kbd>
        </button>
      </div>
      <FormMessage />
    </Form>
  );
}

// Always there: it has the focus at once when it is shown again.
const TextField = (): VNode => (
  <div hidden={isMade}>
    <Field id="content" name="content" label="Prompt">
      {(control) => (
        <>
          <textarea
            {...control}
            rows={5}
            spellcheck
            placeholder="What should the agent do?"
            value={content.value}
            onInput={write}
            onPaste={(event) => takeFiles(form, event, event.clipboardData)}
            onDrop={(event) => takeFiles(form, event, event.dataTransfer)}
          />
          {eachLine.value && <eachLine.value.EachLine />}
          <DraftFiles />
          <p id="clean-notice" class="notice notice-warn" role="status" hidden={!cleaned.value}>
            {cleaned}
          </p>
        </>
      )}
    </Field>
  </div>
);

function writeIt(): void {
  template.template.value = '';
  focusText();
}

/** Once it is shown: what is hidden takes no focus. */
export const focusText = (): void =>
  void requestAnimationFrame(() => find('#content', HTMLTextAreaElement).focus());

function write({ currentTarget: area }: TargetedEvent<HTMLTextAreaElement>): void {
  const result = clean(area.value);
  if (result.text !== area.value) {
    const caret = clean(area.value.slice(0, area.selectionStart)).text.length;
    area.value = result.text;
    area.setSelectionRange(caret, caret);
    cleaned.value = cleaningNotice(result);
  } else if (!area.value) {
    cleaned.value = '';
  }
  keepDraft(area.value);
}

async function send(): Promise<void> {
  if (!content.value && Date.now() - lastSuccessAt < DOUBLE_CLICK_MS) return;
  const body = bodyOf();
  if (isEach.value && eachLine.value && !isMade.value) return sendLines(eachLine.value, body);
  const sent = isMade.value ? null : content.value;
  const headers = { 'Idempotency-Key': keyFor(body) };
  const answer = await call('POST /api/assigner/send', { body, headers });
  lastSuccessAt = Date.now();
  succeed(answer, sent);
}

async function sendLines(
  { sendEach }: typeof EachLines,
  { content: _, ...common }: Body<'POST /api/assigner/send'>,
): Promise<void> {
  const words = await sendEach(common);
  lastSuccessAt = Date.now();
  emptyChain();
  form.say(words);
}

/** @throws FieldError */
function bodyOf(): Body<'POST /api/assigner/send'> {
  const bytes = new TextEncoder().encode(content.value).length;
  const made = templateOf(template, templates.value ?? []);
  if (!made && !content.value.trim()) throw new FieldError('content', 'Write what the agent should do.');
  if (bytes > MAX_BYTES) {
    const size = Math.ceil(bytes / 1024);
    const advice = 'Put the text in a file and name it here.';
    throw new FieldError('content', `This is ${size} KiB; at most 128 KiB can be queued. ${advice}`);
  }
  const chosen = {
    ...(session.value && { target_session: session.value }),
    ...(agent.value && { target_provider: agent.value }),
    ...(priority.value && { priority: Number(priority.value) }),
    ...(timeout.value && { timeout_minutes: Number(timeout.value) }),
    ...(retries.value && { max_retries: Number(retries.value) }),
    ...waited(),
  };
  return {
    ...(made ?? { content: content.value }),
    source: 'dashboard',
    ...chosen,
  } as Body<'POST /api/assigner/send'>;
}

/** Nothing of it is sent where it isn't used. @throws FieldError */
function waited() {
  const { after, on, not_before } = chainOf(chain);
  return { ...(after.length > 0 && { after, on }), ...(not_before !== null && { not_before }) };
}

/** The text goes, unless it was changed meanwhile; the choices stay: the next prompt is often for the same place. */
function succeed({ prompt_id: id, warning }: Answer<'POST /api/assigner/send'>, sent: string | null): void {
  if (content.value === sent) {
    keepDraft('');
    cleaned.value = '';
  }
  emptyChain();
  forgetSent();
  form.say(
    <span>
      Queued as <a href={`#/prompt/${id}`}>#{id}</a>
      {warning ? `, but nobody can take it now: ${warning}` : '.'}
    </span>,
  );
  if (sent !== null) find('#content', HTMLTextAreaElement).focus();
}

/** What one prompt waits for, the next one seldom does. */
function emptyChain(): void {
  chain.after.value = '';
  chain.notBefore.value = '';
}
