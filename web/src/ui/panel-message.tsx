import type { VNode } from 'preact';
import type { Tone } from './badge';

interface PanelMessageProps {
  readonly id?: string;
  /** Nothing is shown without one. */
  readonly text?: string | null | undefined;
  readonly tone?: Tone | undefined;
}

/** What became of the last action in a panel or dialog; read out when it changes. */
export const PanelMessage = ({ id, text, tone }: PanelMessageProps): VNode => (
  <p id={id} class="panel-message" role="status" data-tone={tone} hidden={!text}>
    {text}
  </p>
);
