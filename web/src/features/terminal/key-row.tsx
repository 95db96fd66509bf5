/** Keys that phones lack. Ctrl holds for the next one. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Emulator } from './emulator';
import * as model from './model';

const ESC = '\x1b';
const PLAIN: readonly (readonly [label: string, keys: string, name?: string])[] = [
  ['Esc', ESC],
  ['Tab', '\t'],
  ['⇧Tab', `${ESC}[Z`, 'Shift-Tab'],
  ['Enter', '\r'],
];
const ARROWS: readonly (readonly [label: string, final: string, name: string])[] = [
  ['←', 'D', 'Left'],
  ['↓', 'B', 'Down'],
  ['↑', 'A', 'Up'],
  ['→', 'C', 'Right'],
];
const LETTERS = ['c', 'd', 'l', 'r', 'o', 'z'] as const;
const CONTROL_BITS = 0x1f;

export function KeyRow({ emulator }: { emulator: Emulator | null }): VNode | null {
  const isCtrl = useSignal(false);
  if (!model.isWriter.value) return null;
  const press = (keys: string): void => {
    isCtrl.value = false;
    model.keys(keys);
  };
  const arrow = (final: string): string => {
    if (isCtrl.value) return `${ESC}[1;5${final}`;
    return `${ESC}${emulator?.terminal.modes.applicationCursorKeysMode ? 'O' : '['}${final}`;
  };
  return (
    <div class="key-row" role="toolbar" aria-label="Keys">
      {PLAIN.map(([label, keys, name]) => (
        <Key key={label} label={label} name={name ?? label} press={() => press(keys)} />
      ))}
      {ARROWS.map(([label, final, name]) => (
        <Key key={name} label={label} name={name} press={() => press(arrow(final))} />
      ))}
      <button
        type="button"
        class="button key button-choice"
        data-key="Ctrl"
        aria-pressed={isCtrl.value}
        onClick={() => (isCtrl.value = !isCtrl.value)}
      >
        Ctrl
      </button>
      {isCtrl.value &&
        LETTERS.map((letter) => (
          <Key
            key={letter}
            label={letter.toUpperCase()}
            name={`Ctrl-${letter.toUpperCase()}`}
            press={() => press(String.fromCharCode(letter.charCodeAt(0) & CONTROL_BITS))}
          />
        ))}
    </div>
  );
}

const Key = ({ label, name, press }: { label: string; name: string; press: () => void }): VNode => (
  <button type="button" class="button key" data-key={name} aria-label={name} onClick={press}>
    {label}
  </button>
);
