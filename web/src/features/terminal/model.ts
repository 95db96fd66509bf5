/** What the page of a session knows of its terminal, and what is done with it. */
import { computed, effect, signal } from '@preact/signals';
import type { Session } from '../../../../api/document/api-types';
import type { TerminalMessage } from '../../../../workflows/contracts/terminal-messages';
import { on, state } from '../../app/state';
import { confirmAction } from '../../ui/dialog';
import { connectTerminal, type Connection } from './connection';
import type { Emulator } from './emulator';

/** What it is called now; the address follows. */
export const name = signal(new URLSearchParams(location.search).get('name') ?? '');
export const session = computed<Session | undefined>(() => state.sessions.get(name.value));
export const isConnected = signal(false);
/** Why nothing is shown. */
export const ended = signal('');
export const mayWrite = signal(false);
export const attachLine = signal('');
/** This very page has the keyboard. */
export const isWriter = signal(false);
export const isTaking = signal(false);
export const hasSize = signal(false);
/** How the last thing went. */
export const said = signal<{ readonly text: string; readonly tone: 'ok' | 'bad' } | null>(null);

const say = (text: string, tone: 'ok' | 'bad' = 'ok'): void => void (said.value = { text, tone });

let connection: Connection | undefined;
let emulator: Emulator | undefined;
/** Texts that were sent, until it is known what became of them. */
const sent = new Map<number, { readonly settle: (message: string | null) => void }>();

export function startTerminal(made: Emulator): void {
  emulator = made;
  if (name.peek() === '') {
    ended.value = 'The address of this page names no session: open one from the list of sessions.';
    return;
  }
  connection = connectTerminal(name.peek(), {
    onMessage: hear,
    onOutput: (bytes) => draw(bytes.length, (done) => made.terminal.write(bytes, done)),
    onConnected(isOpen) {
      isConnected.value = isOpen;
      if (!isOpen) lost();
    },
  });
  effect(() => {
    made.terminal.options.disableStdin = !isWriter.value;
  });
  on('session', followName);
}

/** What is acknowledged is of the connection that it came by. */
function draw(bytes: number, write: (done: () => void) => void): void {
  const from = connection?.current();
  write(() => {
    if (from === connection?.current()) connection?.drawn(bytes);
  });
}

function lost(): void {
  // Whether the last keys arrived can't be told: they are not sent again.
  for (const { settle } of sent.values())
    settle('The connection was lost: look at the terminal whether it arrived before you send it again.');
  sent.clear();
  hasSize.value = false;
}

function hear(message: TerminalMessage): void {
  switch (message.type) {
    case 'hello':
      ended.value = '';
      mayWrite.value = message.mayWrite;
      attachLine.value = message.attach;
      break;
    case 'snapshot':
      draw(new TextEncoder().encode(message.data).length, (done) => emulator?.draw(message, done));
      break;
    case 'taken':
      isTaking.value = false;
      took();
      break;
    case 'given_back':
      if (isWriter.peek()) say(`You no longer have the keyboard: ${message.reason}.`);
      isWriter.value = false;
      hasSize.value = false;
      break;
    case 'not_taken':
      isTaking.value = false;
      if (message.by === null) say(message.message, 'bad');
      else void takeFrom(message.by);
      break;
    case 'typed':
    case 'not_typed':
      settle(message.id, message.type === 'typed' ? null : message.message);
      break;
    case 'size_taken':
      hasSize.value = true;
      break;
    case 'size_given_back':
      hasSize.value = false;
      break;
    case 'size_not_taken':
    case 'problem':
      say(message.message, 'bad');
      break;
    case 'ended':
      ended.value = message.reason;
      isWriter.value = false;
      break;
  }
}

function settle(id: number, message: string | null): void {
  const waiting = sent.get(id);
  sent.delete(id);
  if (waiting) waiting.settle(message);
  else if (message !== null) say(message, 'bad');
}

function took(): void {
  isWriter.value = true;
  said.value = null;
  // The modes of the mouse are for who has the keyboard.
  connection?.send({ type: 'refresh' });
  emulator?.terminal.focus();
}

export function takeOver(force = false): void {
  isTaking.value = connection?.send({ type: 'take', force }) ?? false;
  if (!isTaking.value) say('There is no connection just now: try again in a moment.', 'bad');
}

async function takeFrom(writer: string): Promise<void> {
  const isWanted = await confirmAction({
    title: `Take the keyboard from ${writer}?`,
    text: `${writer} types there now, and is told that you have taken it over.`,
    action: 'Take over',
  });
  if (isWanted) takeOver(true);
}

export function giveBack(): void {
  connection?.send({ type: 'give_back' });
}

export const keys = (data: string): void => {
  if (connection?.keys(data) === undefined)
    say('There is no connection just now: what you typed was not sent.', 'bad');
};

/** @returns null, or why it was not pasted */
export function paste(text: string, enter: boolean): Promise<string | null> {
  const id = connection?.paste(text, enter);
  if (id === undefined) return Promise.resolve('There is no connection just now: nothing was sent.');
  return new Promise((resolve) => sent.set(id, { settle: resolve }));
}

export function takeSize(): void {
  const room = emulator?.room();
  if (room)
    connection?.send({ type: 'take_size', cols: clamp(room.cols, 20, 500), rows: clamp(room.rows, 5, 200) });
}

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

export const giveSizeBack = (): void => void connection?.send({ type: 'give_size_back' });
export const refresh = (): void => void connection?.send({ type: 'refresh' });

let lastKnown: Session | undefined;
effect(() => {
  lastKnown = session.value ?? lastKnown;
});

/** A session that is renamed is the same terminal. */
function followName(): void {
  if (!lastKnown || state.sessions.has(name.peek())) return;
  const { pane_id: pane, host } = lastKnown;
  const renamed = [...state.sessions.values()].find((one) => one.pane_id === pane && one.host === host);
  if (!renamed) return;
  name.value = renamed.name;
  history.replaceState(null, '', `?${new URLSearchParams({ name: renamed.name }).toString()}`);
}
