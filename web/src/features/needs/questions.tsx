/** The questions of an agent as a person fills them in: one block each, with its options and a field for own words. */
import { signal, type Signal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Confirmation } from '../../../../api/document/api-types';
import type { Body } from '../../app/api';
import { readable } from '../../app/clean';

export type Question = NonNullable<Confirmation['questions']>[number];
type QuestionAnswer = NonNullable<Body<'POST /api/confirmations/:id'>['answers']>[number];

/** A question that a click on one of its options answers. */
export function loneQuestion({ questions }: Pick<Confirmation, 'questions'>): Question | null {
  const [first, ...more] = questions ?? [];
  return first && more.length === 0 && !first.multiple ? first : null;
}

/** What a person chose and wrote for one question. */
export interface Draft {
  readonly question: Question;
  readonly chosen: Signal<readonly number[]>;
  /** Whether own words are the choice, if they are one among the options. */
  readonly own: Signal<boolean>;
  readonly text: Signal<string>;
}

export const draftOf = (question: Question): Draft => ({
  question,
  chosen: signal([]),
  own: signal(false),
  text: signal(''),
});

/** If words stand for an option, they are one among the choices. */
const isOwnChoice = ({ text, multiple, notes }: Question): boolean => text && !multiple && !notes;

export function answerOf({ question, chosen, own, text }: Draft): QuestionAnswer {
  const [first] = chosen.value;
  const written = question.text && (!isOwnChoice(question) || own.value) ? text.value.trim() : '';
  const options = question.multiple
    ? { options: chosen.value.toSorted((a, b) => a - b) }
    : first === undefined
      ? {}
      : { option: first };
  return { ...options, ...(written && { text: written }) };
}

export function QuestionBlock({ id, draft }: { id: string; draft: Draft }): VNode {
  const { question, chosen, own, text } = draft;
  const { multiple, options } = question;
  const type = multiple ? 'checkbox' : 'radio';
  const choose = (number: number, isChosen: boolean): void => {
    const others = multiple ? chosen.value.filter((each) => each !== number) : [];
    chosen.value = isChosen ? [...others, number] : others;
    own.value = false;
  };
  const chooseOwn = (): void => {
    own.value = true;
    chosen.value = [];
  };
  return (
    <fieldset class="need-question">
      <legend>{readable(question.question)}</legend>
      {multiple && <p class="muted">Several may be chosen.</p>}
      {options.map(({ number, label, description }) => (
        <label key={number} class="need-choice" for={`${id}-${number}`}>
          <input
            type={type}
            id={`${id}-${number}`}
            name={id}
            value={number}
            checked={chosen.value.includes(number)}
            onChange={({ currentTarget }) => choose(number, currentTarget.checked)}
          />
          <span>
            {readable(label)}
            {description && <span class="muted"> {readable(description)}</span>}
          </span>
        </label>
      ))}
      {isOwnChoice(question) && (
        <label class="need-choice" for={`${id}-own`}>
          <input type={type} id={`${id}-own`} name={id} value="" checked={own.value} onChange={chooseOwn} />
          <span>Words of your own:</span>
        </label>
      )}
      {question.text && (
        <OwnWords
          id={`${id}-text`}
          label="Words of your own"
          text={text}
          onInput={() => {
            if (isOwnChoice(question) && text.value) chooseOwn();
          }}
        />
      )}
    </fieldset>
  );
}

interface OwnWordsProps {
  readonly id: string;
  readonly label: string;
  readonly text: Signal<string>;
  readonly onInput?: () => void;
}

export const OwnWords = ({ id, label, text, onInput }: OwnWordsProps): VNode => (
  <div class="field">
    <label for={id} class="visually-hidden">
      {label}
    </label>
    <textarea
      id={id}
      class="need-text"
      rows={1}
      maxlength={1000}
      autocomplete="off"
      placeholder={label}
      value={text.value}
      onInput={({ currentTarget }) => {
        text.value = currentTarget.value;
        onInput?.();
      }}
    />
  </div>
);
