/** Shapes that go with each state, so that none is told by colour alone. Drawn in a 16 x 16 box. */
import type { VNode } from 'preact';

export const SHAPES = {
  dot: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3Z',
  ring: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Zm0 2a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Z',
  half: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 2v8a4 4 0 0 1 0-8Z',
  play: 'M4 2.5v11l9-5.5Z',
  triangle: 'M8 1.5 15 14H1Zm-.9 4.7.2 4h1.4l.2-4Zm.9 5a.9.9 0 1 0 0 1.8.9.9 0 0 0 0-1.8Z',
  square: 'M3.5 3.5h9v9h-9Z',
  pause: 'M3.5 3h3v10h-3Zm6 0h3v10h-3Z',
  check: 'M6.3 13 1.8 8.5l1.7-1.7 2.8 2.8 6.2-6.2 1.7 1.7Z',
  cross: 'm8 6.3 3.5-3.5 1.7 1.7L9.7 8l3.5 3.5-1.7 1.7L8 9.7l-3.5 3.5-1.7-1.7L6.3 8 2.8 4.5l1.7-1.7Z',
  slash:
    'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 2c.8 0 1.6.2 2.2.6L4.6 10.2A4 4 0 0 1 8 4Zm3.4 1.8A4 4 0 0 1 5.8 11.4Z',
  question:
    'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 2.2c1.5 0 2.5.9 2.5 2.1 0 1-.6 1.5-1.2 1.9-.4.3-.5.4-.5.9H7.2c0-1.2.5-1.6 1.1-2 .4-.3.6-.5.6-.8 0-.4-.3-.7-.9-.7s-1 .3-1.1.9H5.4C5.5 5.1 6.5 4.2 8 4.2Zm0 5.6a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8Z',
} as const;
export type Shape = keyof typeof SHAPES;

export const Icon = ({ shape }: { shape: Shape }): VNode => (
  <svg viewBox="0 0 16 16" class="icon" aria-hidden="true">
    <path fill-rule="evenodd" d={SHAPES[shape]} />
  </svg>
);
