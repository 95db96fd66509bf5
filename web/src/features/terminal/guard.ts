/**
 * What a program in the terminal must not do to the page: make it answer, which would be typed into the terminal in the
 * name of whoever looks; change its colours until nothing can be read; take the mouse from those who only watch.
 */
import type { IFunctionIdentifier, Terminal } from '@xterm/xterm';

/** Questions that terminals answer. tmux has answered them already. */
const QUESTIONS: readonly IFunctionIdentifier[] = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { prefix: '>', final: 'q' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
  { final: 't' },
  { prefix: '>', final: 't' },
  { final: 'x' },
  { prefix: '?', final: 'u' },
];
/** Titles, colours, the working directory, notifications, the clipboard. */
const UNHEARD = [
  0, 1, 2, 4, 5, 7, 9, 10, 11, 12, 13, 14, 17, 19, 50, 52, 104, 105, 110, 111, 112, 117, 119, 777, 1337,
];
const MOUSE = new Set([9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016]);
const FOCUS = 1004;

export function guardTerminal({ parser }: Terminal, isWriter: () => boolean): void {
  const swallow = (): boolean => true;
  for (const question of QUESTIONS) parser.registerCsiHandler(question, swallow);
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow);
  parser.registerDcsHandler({ intermediates: '+', final: 'q' }, swallow);
  for (const number of UNHEARD) parser.registerOscHandler(number, swallow);
  // With others in the same sequence it is let through: the page then sends no more than a watcher may.
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) =>
    modes.every((mode) => mode === FOCUS || (!isWriter() && MOUSE.has(Number(mode)))),
  );
}
