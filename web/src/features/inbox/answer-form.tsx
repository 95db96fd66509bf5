/** What answers a dialog: yes and no, its own options, or its questions; with a note. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Confirmation } from '../../../../api/document/api-types';
import { call, messageOf, type Body } from '../../app/api';
import { readable } from '../../app/clean';
import { hasChoices, isWaiting } from '../../app/confirmations';
import { apply } from '../../app/state';
import { useActions } from '../../ui/actions';
import type { Message } from '../../ui/form-state';
import { answerOf, draftOf, loneQuestion, OwnWords, QuestionBlock, type Question } from './questions';

type Decision = Omit<Body<'POST /api/confirmations/:id'>, 'note'>;

/** How a choice answers: a press on its button, or its key while the dialog has the focus. */
interface Choice {
  readonly label: string;
  readonly key?: string | undefined;
  readonly look?: string;
  readonly decision: () => Decision;
}
interface ChoicesProps {
  readonly asked: Confirmation;
  readonly isOff: boolean;
  /** What a press on the button of a choice does. */
  readonly answer: (decision: Choice['decision']) => (event: MouseEvent) => void;
}

export function AnswerForm({ asked }: { asked: Confirmation }): VNode {
  const { id, questions } = asked;
  const note = useSignal('');
  const said = useSignal<Message>({ content: '', tone: 'ok' });
  const actions = useActions((error) => (said.value = { content: messageOf(error), tone: 'bad' }));
  const send = async (decision: Decision): Promise<void> => {
    const words = note.value.trim();
    const body = { ...decision, ...(words && { note: words }) };
    said.value = { content: 'Answering…', tone: 'ok' };
    apply('confirmation', await call('POST /api/confirmations/:id', { params: { id }, body }));
    said.value = { content: '', tone: 'ok' };
  };
  return (
    // Enter in the note answers nothing: which answer was meant can't be told.
    <form class="ask-answer" id={`ask-form-${id}`} noValidate onSubmit={(event) => event.preventDefault()}>
      {/* What the agent reported of a form may come a moment after the dialog. The note stays then. */}
      <Choices
        key={JSON.stringify(questions ?? null)}
        asked={asked}
        isOff={actions.isBusy() || !isWaiting(asked)}
        answer={(decision) => actions.press(() => send(decision()))}
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

function Choices(props: ChoicesProps): VNode {
  const { asked } = props;
  const lone = loneQuestion(asked);
  if (lone) return <OneQuestion {...props} question={lone} />;
  if (asked.questions?.length) return <SeveralQuestions {...props} />;
  if (!hasChoices(asked)) return <Buttons {...props} choices={YES_AND_NO} />;
  const options = asked.dialog.options.map(({ label }, index) => ({
    label,
    key: keyOf(index + 1),
    decision: () => ({ decision: 'approve', option: index + 1 }) as const,
  }));
  return <Buttons {...props} choices={[...options, DISMISS]} />;
}

function SeveralQuestions(props: ChoicesProps): VNode {
  const { id, questions } = props.asked;
  const [drafts] = useState(() => (questions ?? []).map(draftOf));
  const answer = {
    label: 'Answer',
    look: 'button-primary',
    decision: () => ({ decision: 'answer', answers: drafts.map(answerOf) }) as const,
  };
  return (
    <>
      {drafts.map((draft, index) => (
        <QuestionBlock key={index} id={`ask-${id}-${index + 1}`} draft={draft} />
      ))}
      <Buttons {...props} choices={[answer, DISMISS]} />
    </>
  );
}

/** A click on an option answers; own words have a button of theirs. */
function OneQuestion({ question, ...props }: ChoicesProps & { question: Question }): VNode {
  const { options, text, notes } = question;
  const words = useSignal('');
  const written = (): string => words.value.trim();
  // The number that it has in the terminal.
  const choices = options.map(({ number, label }) => ({
    label,
    key: keyOf(number),
    decision: () =>
      ({ decision: 'answer', option: number, ...(notes && written() && { text: written() }) }) as const,
  }));
  const own = { label: 'Send', decision: () => ({ decision: 'answer', text: written() }) as const };
  return (
    <>
      {text && (
        <div class="ask-own">
          <OwnWords
            id={`ask-text-${props.asked.id}`}
            label={notes ? 'Words of your own, also with an option' : 'Words of your own'}
            text={words}
          />
          <ChoiceButton {...props} choice={own} />
        </div>
      )}
      <Buttons {...props} choices={[...choices, DISMISS]} />
    </>
  );
}

const YES_AND_NO: readonly Choice[] = [
  { label: 'Approve', key: 'a', look: 'button-primary', decision: () => ({ decision: 'approve' }) },
  { label: 'Deny', key: 'd', look: 'button-danger', decision: () => ({ decision: 'deny' }) },
];
const DISMISS: Choice = {
  label: 'Dismiss',
  key: 'd',
  look: 'button-danger',
  decision: () => ({ decision: 'deny' }),
};
const keyOf = (number: number): string | undefined => (number < 10 ? String(number) : undefined);

type Asking = Pick<ChoicesProps, 'isOff' | 'answer'>;

const Buttons = ({ choices, isOff, answer }: Asking & { choices: readonly Choice[] }): VNode => (
  <div class="ask-buttons">
    {choices.map((choice, index) => (
      <ChoiceButton key={index} {...{ choice, isOff, answer }} />
    ))}
  </div>
);

function ChoiceButton({ choice, isOff, answer }: Asking & { choice: Choice }): VNode {
  const { label, key, look = '', decision } = choice;
  const hint: ComponentChildren = key && <kbd aria-hidden="true">{key.toUpperCase()}</kbd>;
  return (
    <button
      type="button"
      class={`button ${look}`}
      data-key={key}
      aria-keyshortcuts={key?.toUpperCase()}
      data-steady
      disabled={isOff}
      onClick={answer(decision)}
    >
      <span>{readable(label)}</span>
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
