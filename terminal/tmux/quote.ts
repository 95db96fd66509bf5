/** The three ways a text must be written so that tmux reads back exactly that text. */
import { TmuxError } from './types';

/**
 * One argument of a command sent in control mode, where a command ends with its line.
 * Double quotes with octal escapes: `~` is expanded even as the first character inside double quotes.
 */
export function quote(text: string): string {
  refuseNul(text);
  // oxlint-disable-next-line no-control-regex
  return `"${text.replace(/[\x00-\x1f"$\\~\x7f]/g, octal)}"`;
}

/** A command for control mode: every argument quoted. */
export function command(name: string, ...args: readonly string[]): string {
  return [name, ...args.map(quote)].join(' ');
}

/**
 * An argument of tmux's own command line: there a `;` at the end of an argument ends the command,
 * even where no shell is involved.
 */
export function argvArgument(text: string): string {
  refuseNul(text);
  return text.endsWith(';') ? `${text.slice(0, -1)}\\;` : text;
}

/**
 * A literal text where tmux expects a format (session names, working directories): without this `#(...)`
 * would run a shell command. A run of `#` before `[` is a style, which tmux leaves as it is.
 */
export function literalFormat(text: string): string {
  return text.replace(/#+(\[?)/g, (run, bracket: string) => (bracket ? run : run + run));
}

function refuseNul(text: string): void {
  if (text.includes('\0')) {
    throw new TmuxError('The text holds a NUL character, which tmux cannot take: remove it.');
  }
}

function octal(character: string): string {
  return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
}
