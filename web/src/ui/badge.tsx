import type { VNode } from 'preact';
import { Icon, type Shape } from './icon';

export type Tone = 'ok' | 'busy' | 'warn' | 'bad' | 'mute';

/** How a state is shown. */
export interface Look {
  readonly label: string;
  readonly shape: Shape;
  readonly tone: Tone;
}

/** Of a word that came with a newer server. */
export const NOT_KNOWN: Look = { label: 'Not known', shape: 'question', tone: 'mute' };

/** A coloured label with a shape. */
export const Badge = ({ look: { label, shape, tone } }: { look: Look }): VNode => (
  <span class="badge" data-tone={tone}>
    <Icon shape={shape} />
    <span>{label}</span>
  </span>
);
