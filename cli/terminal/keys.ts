/** Keys, pasted text and the mouse, out of the bytes of a terminal in raw mode. */
import { PassThrough } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
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
  /** As a whole: what is in it are no keys. */
  | { readonly kind: 'paste'; readonly text: string }
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
  // A character may be parted between two chunks.
  const decoder = new StringDecoder('utf8');
  let pasted: string | undefined;
  emitKeypressEvents(keys);
  keys.on('keypress', (text: string | undefined, { name, ctrl = false }: Partial<Key>) => {
    if (name === 'paste-start') pasted = '';
    else if (name === 'paste-end') {
      take({ kind: 'paste', text: pasted ?? '' });
      pasted = undefined;
    } else if (pasted !== undefined) pasted += inPaste(text);
    else
      take({ kind: 'key', key: { name: name ?? text ?? '', ctrl, text: ctrl ? undefined : written(text) } });
  });
  const read = (chunk: Buffer): void => {
    const rest = decoder.write(chunk).replace(MOUSE, (_all, button: string, row: string, how: string) => {
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

const written = (text: string | undefined): string | undefined =>
  text === undefined || /\p{Cc}/u.test(text) ? undefined : text;

/** Terminals write the ends of its lines as Enter. */
const inPaste = (text: string | undefined): string =>
  text === '\r' || text === '\n' ? '\n' : text === '\t' ? text : (written(text) ?? '');
