import type { VNode } from 'preact';
import { sentence } from './text';

interface ChoicesProps<Choice extends string | null> {
  readonly of: readonly Choice[];
  readonly chosen: Choice;
  readonly choose: (choice: Choice) => void;
}

/** Buttons of which one is pressed: what a list or chart shows; null = all. */
export const Choices = <Choice extends string | null>({
  of,
  chosen,
  choose,
}: ChoicesProps<Choice>): VNode => (
  <>
    {of.map((each) => (
      <button
        key={each}
        type="button"
        class="button button-small button-choice"
        aria-pressed={chosen === each}
        onClick={() => choose(each)}
      >
        {sentence(each ?? 'all')}
      </button>
    ))}
  </>
);
