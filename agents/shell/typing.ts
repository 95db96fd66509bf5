/** How a text gets onto a shell's command line, and which texts can't. */
import type { Frame, TypingStep } from '../types';
import { rowsAtMost } from './echo';
import { isPlainShell } from './locate-prompt';

/**
 * In vi's command mode bash takes pasted text for commands, up to running a part of it, and the screen doesn't tell the
 * mode. `i` begins to insert there, and Backspace on an empty line does nothing; in any other mode Backspace takes the
 * `i` away. zsh and fish insert a paste in each mode.
 */
const BEGIN_TO_INSERT: TypingStep = { keys: ['i', 'BSpace'], shows: '', leaves: 'nothing' };

export function typingInShell(text: string, frame?: Pick<Frame, 'command'>): TypingStep[] {
  const isBash = /^-?bash$/.test(frame?.command ?? '');
  return [...(isBash ? [BEGIN_TO_INSERT] : []), { paste: text }];
}

/** Why this text can't be typed into that shell so that it is seen and run as a whole; undefined where it can. */
export function refusedByShell(text: string, frame: Frame): string | undefined {
  const { command, width, height } = frame;
  const name = command.replace(/^-/, '');
  if (text.includes('\n') && isPlainShell(command)) {
    return `${name} has no line editor and would run the text line by line: write it in one line, or use bash, zsh or fish`;
  }
  const rows = rowsAtMost(text, frame);
  if (name === 'fish' && rows > height) {
    return `the text may take ${rows} rows and fish draws no more than the terminal's ${height} (it is ${width}x${height}): make it taller, or put the text into a file`;
  }
  return undefined;
}
