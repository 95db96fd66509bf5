/** What answers a dialog: yes and no, its own options, or its questions; with a note. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Confirmation } from '../../../../api/document/api-types';
import { call, messageOf, type Body } from '../../app/api';
import { hasChoices, isWaiting } from '../../app/confirmations';
import { apply } from '../../app/state';
import type { Message } from '../../ui/form-state';
import { answerOf, draftOf, loneQuestion, OwnWords, QuestionBlock, type Question } from './questions';

type Decision = Omit<Body<'POST /api/confirmations/:id'>, 'note'>;

/** How a choice answers: a press on its button, or its key while the dialog has the focus. */
interface Choice {
  readonly label: string;
  readonly key?: string | undefined;
  readonly look?: string;
  readonly press: () => void;
}
interface ChoicesProps {
  readonly asked: Confirmation;
  readonly isOff: boolean;
  readonly send: (decision: Decision) => void;
}

export function AnswerForm({ asked }: { asked: Confirmation }): VNode {
  const { id, questions } = asked;
  const note = useSignal('');
  const said = useSignal<Message>({ content: '', tone: 'ok' });
  const sending = useSignal(false);
  const send = async (decision: Decision): Promise<void> => {
    const words = note.value.trim();
    const body = { ...decision, ...(words && { note: words }) };
    sending.value = true;
    said.value = { content: 'Answering…', tone: 'ok' };
    try {
      apply('confirmation', await call('POST /api/confirmations/:id', { params: { id }, body }));
      said.value = { content: '', tone: 'ok' };
    } catch (error) {
      said.value = { content: messageOf(error), tone: 'bad' };
    } finally {
      sending.value = false;
    }
  };
  return (
    // Enter in the note answers nothing: which answer was meant can't be told.
    <form class="ask-answer" id={`ask-form-${id}`} noValidate onSubmit={(event) => event.preventDefault()}>
      {/* What the agent reported of a form may come a moment after the dialog. The note stays then. */}
      <Choices
        key={JSON.stringify(questions ?? null)}
        asked={asked}
        isOff={sending.value || !isWaiting(asked)}
        send={(decision) => void send(decision)}
      />
      <div class="field ask-note">
        <label for={`ask-note-${id}`} class="visually-hidden">
          Note
        </label>
        <input
          id={`ask-note-${id}`}
          name="note"
          placeholder="Note (optional)"
          autocomplete="off"
          maxlength={500}
          value={note.value}
          onInput={({ currentTarget }) => (note.value = currentTarget.value)}
        />
      </div>
      <p class="form-message" role="status" data-tone={said.value.tone}>
        {said.value.content}
      </p>
    </form>
  );
}

function Choices({ asked, isOff, send }: ChoicesProps): VNode {
  const lone = loneQuestion(asked);
  if (lone) return <OneQuestion asked={asked} question={lone} isOff={isOff} send={send} />;
  if (asked.questions?.length) return <SeveralQuestions asked={asked} isOff={isOff} send={send} />;
  if (!hasChoices(asked)) return <Buttons choices={yesAndNo(send)} isOff={isOff} />;
  const options = asked.dialog.options.map(({ label }, index) => ({
    label,
    key: keyOf(index + 1),
    press: () => send({ decision: 'approve', option: index + 1 }),
  }));
  return <Buttons choices={[...options, dismiss(send)]} isOff={isOff} />;
}

function SeveralQuestions({ asked: { id, questions }, isOff, send }: ChoicesProps): VNode {
  const [drafts] = useState(() => (questions ?? []).map(draftOf));
  const answer = {
    label: 'Answer',
    look: 'button-primary',
    press: () => send({ decision: 'answer', answers: drafts.map(answerOf) }),
  };
  return (
    <>
      {drafts.map((draft, index) => (
        <QuestionBlock key={index} id={`ask-${id}-${index + 1}`} draft={draft} />
      ))}
      <Buttons choices={[answer, dismiss(send)]} isOff={isOff} />
    </>
  );
}

/** A click on an option answers; own words have a button of theirs. */
function OneQuestion({ asked, question, isOff, send }: ChoicesProps & { question: Question }): VNode {
  const { options, text, notes } = question;
  const words = useSignal('');
  const written = (): string => words.value.trim();
  // The number that it has in the terminal.
  const choices = options.map(({ number, label }) => ({
    label,
    key: keyOf(number),
    press: () => send({ decision: 'answer', option: number, ...(notes && written() && { text: written() }) }),
  }));
  const own = { label: 'Send', press: () => send({ decision: 'answer', text: written() }) };
  return (
    <>
      {text && (
        <div class="ask-own">
          <OwnWords
            id={`ask-text-${asked.id}`}
            label={notes ? 'Words of your own, also with an option' : 'Words of your own'}
            text={words}
          />
          <ChoiceButton choice={own} isOff={isOff} />
        </div>
      )}
      <Buttons choices={[...choices, dismiss(send)]} isOff={isOff} />
    </>
  );
}

const yesAndNo = (send: ChoicesProps['send']): Choice[] => [
  { label: 'Approve', key: 'a', look: 'button-primary', press: () => send({ decision: 'approve' }) },
  { label: 'Deny', key: 'd', look: 'button-danger', press: () => send({ decision: 'deny' }) },
];
const dismiss = (send: ChoicesProps['send']): Choice => ({
  label: 'Dismiss',
  key: 'd',
  look: 'button-danger',
  press: () => send({ decision: 'deny' }),
});
const keyOf = (number: number): string | undefined => (number < 10 ? String(number) : undefined);

const Buttons = ({ choices, isOff }: { choices: readonly Choice[]; isOff: boolean }): VNode => (
  <div class="ask-buttons">
    {choices.map((choice, index) => (
      <ChoiceButton key={index} choice={choice} isOff={isOff} />
    ))}
  </div>
);

function ChoiceButton({ choice, isOff }: { choice: Choice; isOff: boolean }): VNode {
  const { label, key, look = '', press } = choice;
  const hint: ComponentChildren = key && <kbd aria-hidden="true">{key.toUpperCase()}</kbd>;
  return (
    <button
      type="button"
      class={`button ${look}`}
      data-key={key}
      aria-keyshortcuts={key?.toUpperCase()}
      disabled={isOff}
      onClick={press}
    >
      <span>{label}</span>
      {hint}
    </button>
  );
}

/** A, D and the digits answer while the dialog itself has the focus, never while someone writes. */
export function answerByKey(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const { key, target, currentTarget: item } = event;
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!(target instanceof Element) || !target.matches('.ask, .ask-body')) return;
  const buttons = item.querySelectorAll<HTMLButtonElement>('.ask-buttons [data-key]');
  const button = [...buttons].find(({ dataset }) => dataset['key'] === key.toLowerCase());
  if (!button) return;
  event.preventDefault();
  button.click();
}
