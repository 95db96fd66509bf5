/** Keys, pasted text and the mouse, out of the bytes of a terminal in raw mode. */
import { PassThrough } from 'node:stream';
import { emitKeypressEvents } from 'node:readline';
import type { InputStream } from '../io';

export interface Key {
  readonly name: string;
  readonly ctrl: boolean;
  /** What it writes, if anything. */
  readonly text: string | undefined;
}

export type Input =
  | { readonly kind: 'key'; readonly key: Key }
  /** From 0, top left. */
  | { readonly kind: 'click'; readonly row: number }
  | { readonly kind: 'wheel'; readonly rows: -1 | 1 };

/** A report of the mouse as xterm writes it in its mode 1006: button, column, row, pressed or released. */
const MOUSE = /\x1b\[<(\d+);\d+;(\d+)([Mm])/g; // oxlint-disable-line no-control-regex -- it begins with Escape
const LEFT = 0;
const WHEEL_UP = 64;
const WHEEL_DOWN = 65;

/** Calls `take` for each input, until the function that it gives is called. */
export function readInput(stdin: InputStream, take: (input: Input) => void): () => void {
  const keys = new PassThrough();
  emitKeypressEvents(keys);
  keys.on('keypress', (text: string | undefined, { name, ctrl = false }: Partial<Key>) => {
    const isWritten = text !== undefined && !ctrl && !/\p{Cc}/u.test(text);
    take({ kind: 'key', key: { name: name ?? text ?? '', ctrl, text: isWritten ? text : undefined } });
  });
  const read = (chunk: Buffer): void => {
    const rest = chunk.toString('utf8').replace(MOUSE, (_all, button: string, row: string, how: string) => {
      if (Number(button) === LEFT && how === 'M') take({ kind: 'click', row: Number(row) - 1 });
      if (Number(button) === WHEEL_UP) take({ kind: 'wheel', rows: -1 });
      if (Number(button) === WHEEL_DOWN) take({ kind: 'wheel', rows: 1 });
      return '';
    });
    if (rest !== '') keys.write(rest);
  };
  stdin.on('data', read);
  return () => {
    stdin.off('data', read);
    keys.destroy();
  };
}
