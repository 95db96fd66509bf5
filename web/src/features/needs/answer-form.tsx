/** What answers a dialog: yes and no, its own options, or its questions; with a word. */
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
import { isDangerous } from './danger';
import { answerOf, draftOf, loneQuestion, OwnWords, QuestionBlock, type Question } from './questions';

type Decision = Omit<Body<'POST /api/confirmations/:id'>, 'note' | 'tell'>;

/** How a choice answers: a press on its button, or its key while the row is open. */
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

/** @param others ask for the very same: what is answered here is answered to them too */
export function AnswerForm({
  asked,
  others,
}: {
  asked: Confirmation;
  others: readonly Confirmation[];
}): VNode {
  const { id, questions } = asked;
  const words = useSignal('');
  const said = useSignal<Message>({ content: '', tone: 'ok' });
  const actions = useActions((error) => (said.value = { content: messageOf(error), tone: 'bad' }));
  const all = [asked, ...others].filter(isWaiting);
  const send = async (decision: Decision): Promise<void> => {
    said.value = { content: 'Answering…', tone: 'ok' };
    const body = { ...decision, ...wordsWith(decision, words.value.trim()) };
    const answers = all.map(async ({ id: each }) =>
      apply('confirmation', await call('POST /api/confirmations/:id', { params: { id: each }, body })),
    );
    const failed = (await Promise.allSettled(answers)).find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    said.value = { content: '', tone: 'ok' };
  };
  return (
    // Enter in the field answers nothing: which answer was meant can't be told.
    <form
      class="need-answer"
      id={`answer-form-${id}`}
      noValidate
      onSubmit={(event) => event.preventDefault()}
    >
      {/* What the agent reported of a form may come a moment after the dialog. The words stay then. */}
      <Choices
        key={JSON.stringify(questions ?? null)}
        asked={asked}
        isOff={actions.isBusy() || all.length === 0}
        answer={(decision) => actions.press(() => send(decision()))}
      />
      <div class="field need-note">
        <label for={`words-${id}`} class="visually-hidden">
          A word: told to the agent if you deny, else kept as a note
        </label>
        <input
          id={`words-${id}`}
          name="words"
          placeholder="A word: to the agent if you deny, else a note"
          autocomplete="off"
          maxlength={500}
          value={words.value}
          onInput={({ currentTarget }) => (words.value = currentTarget.value)}
        />
      </div>
      <p class="form-message" role="status" data-tone={said.value.tone}>
        {said.value.content}
      </p>
    </form>
  );
}

const wordsWith = ({ decision }: Decision, words: string): { tell?: string; note?: string } =>
  words === '' ? {} : decision === 'deny' ? { tell: words } : { note: words };

function Choices(props: ChoicesProps): VNode {
  const { asked } = props;
  const lone = loneQuestion(asked);
  if (lone) return <OneQuestion {...props} question={lone} />;
  if (asked.questions?.length) return <SeveralQuestions {...props} />;
  if (!hasChoices(asked)) return <Permission {...props} />;
  return <Buttons {...props} choices={[...optionsOf(asked), DISMISS]} />;
}

/** The dialog's own answers, by their numbers. */
const optionsOf = ({ dialog }: Confirmation): Choice[] =>
  dialog.options.map(({ label }, index) => ({
    label,
    key: keyOf(index + 1),
    decision: () => ({ decision: 'approve', option: index + 1 }) as const,
  }));

/** Yes and no; and the dialog's own answers, such as one that also allows what is like it. */
const Permission = (props: ChoicesProps): VNode => (
  <>
    <Buttons {...props} choices={isDangerous(props.asked) ? NO_BEFORE_YES : YES_AND_NO} />
    {props.asked.dialog.options.length > 2 && (
      <details class="need-options">
        <summary>All answers of the dialog</summary>
        <Buttons {...props} choices={optionsOf(props.asked)} />
      </details>
    )}
  </>
);

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
        <QuestionBlock key={index} id={`answer-${id}-${index + 1}`} draft={draft} />
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
      <Buttons {...props} choices={[...choices, DISMISS]} />
      {text && (
        <div class="need-own">
          <OwnWords
            id={`answer-text-${props.asked.id}`}
            label={notes ? 'Words of your own, also with an option' : 'Words of your own'}
            text={words}
          />
          <ChoiceButton {...props} choice={own} />
        </div>
      )}
    </>
  );
}

const YES: Choice = { label: 'Approve', key: 'a', decision: () => ({ decision: 'approve' }) };
const NO: Choice = { label: 'Deny', key: 'd', look: 'button-danger', decision: () => ({ decision: 'deny' }) };
const YES_AND_NO: readonly Choice[] = [{ ...YES, look: 'button-primary' }, NO];
/** What a rule warns of is not what is offered first. */
const NO_BEFORE_YES: readonly Choice[] = [
  { ...NO, look: 'button-primary' },
  { ...YES, look: 'button-danger' },
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
  <div class="need-buttons">
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
