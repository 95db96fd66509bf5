/** Lines that say something when there is something to say; without text they are hidden. */
import type { VNode } from 'preact';

interface Line {
  readonly text: string | null | undefined;
  readonly id?: string;
  readonly class?: string;
}

/** What went wrong, at once read out. */
export const Problem = ({ text, id, class: look = 'notice notice-bad' }: Line): VNode => (
  <p class={look} id={id} role="alert" hidden={!text}>
    {text}
  </p>
);
