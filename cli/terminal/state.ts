/** What `architect terminal` shows, and what a key makes of it. Pure. */
import type { Confirmation, Session } from '../../api/document/api-types';
import type { Key } from './keys';
import { clusters } from './text';

/** What the keys are for now. */
export type Mode =
  | { readonly kind: 'list' }
  | { readonly kind: 'help' }
  /** A prompt is written, for this session. */
  | { readonly kind: 'prompt'; readonly session: string; readonly draft: string }
  /** Asked once more, for the dialog that was on view: another may stand there by now. */
  | { readonly kind: 'decide'; readonly decision: 'approve' | 'deny'; readonly dialog: Confirmation };

export interface State {
  readonly sessions: readonly Session[];
  /** Those that wait for an answer. */
  readonly dialogs: readonly Confirmation[];
  /** By name, so that it stays where it is when others come and go. */
  readonly selected: string | undefined;
  /** The screen of the selected session as it was seen last. */
  readonly screen: string;
  /** The whole room for the screen. */
  readonly isWatching: boolean;
  readonly mode: Mode;
  /** What became of the last command, or why nothing is heard from the server. */
  readonly message: string;
}

export const BEGINNING: State = {
  ...{ sessions: [], dialogs: [], selected: undefined, screen: '' },
  ...{ isWatching: false, mode: { kind: 'list' }, message: '' },
};

/** What is to be done outside. */
export type Command =
  | { readonly kind: 'quit' }
  | { readonly kind: 'attach'; readonly session: Session }
  | { readonly kind: 'send'; readonly session: string; readonly text: string }
  | { readonly kind: 'decide'; readonly id: number; readonly decision: 'approve' | 'deny' };

export interface Step {
  readonly state: State;
  readonly command?: Command;
}

export const selectedSession = ({ sessions, selected }: State): Session | undefined =>
  sessions.find(({ name }) => name === selected);

export const dialogOf = ({ dialogs, selected }: State): Confirmation | undefined =>
  dialogs.find(({ session }) => session === selected);

/** Those that need a person first, then by name. */
export function withSessions(state: State, sessions: readonly Session[]): State {
  const needs = ({ status }: Session): number => (status === 'needs_confirmation' ? 0 : 1);
  const sorted = sessions.toSorted((a, b) => needs(a) - needs(b) || a.name.localeCompare(b.name));
  const isThere = sorted.some(({ name }) => name === state.selected);
  return { ...state, sessions: sorted, ...(!isThere && { selected: sorted[0]?.name, screen: '' }) };
}

export function pressed(state: State, key: Key): Step {
  if (key.name === 'c' && key.ctrl) return { state, command: { kind: 'quit' } };
  switch (state.mode.kind) {
    case 'prompt':
      return written(state, state.mode, key);
    case 'decide':
      return decided(state, state.mode, key);
    case 'help':
      return { state: { ...state, mode: { kind: 'list' } } };
    case 'list':
      return listed(state, key);
  }
}

function listed(state: State, key: Key): Step {
  const session = selectedSession(state);
  switch (key.name) {
    case 'q':
      return { state, command: { kind: 'quit' } };
    case 'up':
    case 'k':
      return { state: moved(state, -1) };
    case 'down':
    case 'j':
      return { state: moved(state, 1) };
    case '?':
      return { state: { ...state, mode: { kind: 'help' } } };
    case 'w':
    case 'return':
      return { state: { ...state, isWatching: !state.isWatching } };
    case 'escape':
      return { state: { ...state, isWatching: false, message: '' } };
    case 's':
      return session
        ? { state: { ...state, mode: { kind: 'prompt', session: session.name, draft: '' } } }
        : { state };
    case 'a':
      return { state: asked(state, 'approve') };
    case 'd':
      return { state: asked(state, 'deny') };
    case 't':
      return session ? { state, command: { kind: 'attach', session } } : { state };
    default:
      return { state };
  }
}

/** @param rows down; up where it is negative */
export function moved(state: State, rows: number): State {
  const at = state.sessions.findIndex(({ name }) => name === state.selected);
  const next = Math.max(0, Math.min(state.sessions.length - 1, at + rows));
  return select(state, state.sessions[next]?.name);
}

export const select = (state: State, name: string | undefined): State =>
  name === undefined || name === state.selected
    ? state
    : { ...state, selected: name, screen: '', message: '' };

function asked(state: State, decision: 'approve' | 'deny'): State {
  const dialog = dialogOf(state);
  return dialog
    ? { ...state, mode: { kind: 'decide', decision, dialog } }
    : { ...state, message: `No dialog of ${state.selected ?? 'a session'} waits for an answer.` };
}

function decided(state: State, { decision, dialog }: Extract<Mode, { kind: 'decide' }>, key: Key): Step {
  const back: State = { ...state, mode: { kind: 'list' } };
  return key.name === 'y'
    ? { state: back, command: { kind: 'decide', id: dialog.id, decision } }
    : { state: { ...back, message: 'Nothing was answered.' } };
}

/** Into the prompt that is written; it is nothing else's, least of all an answer to a dialog. */
export const pasted = (state: State, text: string): State =>
  state.mode.kind === 'prompt'
    ? { ...state, mode: { ...state.mode, draft: state.mode.draft + text } }
    : { ...state, message: 'Pasted text belongs into a prompt: s begins one.' };

const withoutLast = (text: string): string => clusters(text).slice(0, -1).join('');

function written(state: State, mode: Extract<Mode, { kind: 'prompt' }>, key: Key): Step {
  const list: State = { ...state, mode: { kind: 'list' } };
  if (key.name === 'escape') return { state: list };
  if (key.name === 'return') {
    const text = mode.draft.trim();
    return text === ''
      ? { state: list }
      : { state: list, command: { kind: 'send', session: mode.session, text } };
  }
  if (key.name === 'backspace')
    return { state: { ...state, mode: { ...mode, draft: withoutLast(mode.draft) } } };
  return { state: key.text === undefined ? state : pasted(state, key.text) };
}
