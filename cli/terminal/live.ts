/** `architect terminal`: keeps what is shown true, and does what the keys say. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerEvents, Session } from '../../api/document/api-types';
import { call } from '../api';
import type { ApiClient } from '../client';
import { CliError } from '../errors';
import { changes } from '../follow-changes';
import type { Paint } from '../output';
import type { ServerEvent } from '../sse';
import type { takeTerminal } from './display';
import type { Input } from './keys';
import {
  BEGINNING,
  type Command,
  moved,
  pasted,
  pressed,
  select,
  type State,
  type Step,
  withSessions,
} from './state';
import { HEAD_ROWS, lines, visibleSessions } from './view';

/** The server keeps screens once a second, and says nothing of it. */
const SCREEN_EVERY_MS = 1_000;
/** Until the event stream is opened again. */
const RETRY_MS = 1_000;
/** Events that the list may change with; prompts, tasks and the rest come many times a second. */
const CONCERNING: readonly string[] = [
  'state',
  'session',
  'session_removed',
  'confirmation',
] satisfies (keyof ServerEvents)[];
const concerns = ({ event }: ServerEvent): boolean => CONCERNING.includes(event);
/** Events of one moment are answered by one look. */
const TOGETHER_MS = 50;

export interface Outside {
  readonly client: ApiClient;
  readonly display: ReturnType<typeof takeTerminal>;
  readonly paint: Paint;
  /** Gives the terminal to tmux until the person detaches. undefined, or why that was not possible. */
  attach(session: Session): Promise<string | undefined>;
}

export function liveTerminal({ client, display, paint, attach }: Outside) {
  let state: State = BEGINNING;
  let isAttached = false;
  const over = new AbortController();
  const { signal } = over;

  function show(next: State): void {
    state = next;
    if (!isAttached) display.draw(lines(state, display.size, paint));
  }
  const say = (message: string): void => show({ ...state, message });

  async function tried(ask: () => Promise<void>): Promise<void> {
    try {
      await ask();
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof CliError)) throw error;
      say(error.message);
    }
  }

  async function lookAtSessions(): Promise<void> {
    const [sessions, { items }] = await Promise.all([
      call(client, 'GET /api/sessions'),
      call(client, 'GET /api/confirmations', { query: { status: 'pending', limit: 500 } }),
    ]);
    const before = state.selected;
    show(withSessions({ ...state, dialogs: items }, sessions));
    if (state.selected !== before) await lookAtScreen();
  }

  async function lookAtScreen(): Promise<void> {
    const name = state.selected;
    if (name === undefined) return;
    const { screen } = await call(client, 'GET /api/sessions/:name/screen', { params: { name } });
    if (state.selected === name) show({ ...state, screen });
  }

  async function followEvents(): Promise<void> {
    while (!signal.aborted) {
      await tried(async () => {
        let soon: NodeJS.Timeout | undefined;
        try {
          await lookAtSessions();
          for await (const isConcerned of changes(client, concerns, signal))
            if (isConcerned)
              soon ??= setTimeout(() => {
                soon = undefined;
                void tried(lookAtSessions);
              }, TOGETHER_MS);
        } finally {
          clearTimeout(soon);
        }
      });
      await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async function followScreen(): Promise<void> {
    while (!signal.aborted) {
      if (!isAttached) await tried(lookAtScreen);
      await delay(SCREEN_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async function carryOut(command: Command): Promise<void> {
    switch (command.kind) {
      case 'quit':
        over.abort();
        return;
      case 'send': {
        const body = { content: command.text, target_session: command.session, source: 'cli' };
        const { prompt_id: id, warning } = await call(client, 'POST /api/assigner/send', { body });
        say(`Prompt ${id} is queued for ${command.session}. ${warning ?? ''}`);
        return;
      }
      case 'decide': {
        const { id, decision } = command;
        const after = await call(client, 'POST /api/confirmations/:id', {
          params: { id },
          body: { decision },
        });
        say(`Dialog ${id} of ${after.session}: ${after.status}.`);
        return;
      }
      case 'attach':
        return attachTo(command.session);
    }
  }

  async function attachTo(session: Session): Promise<void> {
    isAttached = true;
    display.giveBack();
    const refused = await attach(session);
    // Asked to stop meanwhile: the terminal is nobody's of ours any more.
    if (signal.aborted) return;
    isAttached = false;
    display.take();
    show({ ...state, message: refused ?? `Back from ${session.name}.` });
  }

  function stepFor(input: Input): Step {
    if (input.kind === 'key') return pressed(state, input.key);
    if (input.kind === 'paste') return { state: pasted(state, input.text) };
    if (state.mode.kind !== 'list') return { state };
    if (input.kind === 'wheel') return { state: moved(state, input.rows) };
    return { state: select(state, visibleSessions(state, display.size)[input.row - HEAD_ROWS]?.name) };
  }

  return {
    signal,
    stop: () => over.abort(),
    take(input: Input): void {
      if (isAttached) return;
      const before = state.selected;
      const { state: next, command } = stepFor(input);
      show(next);
      if (next.selected !== before) void tried(lookAtScreen);
      if (command) void tried(() => carryOut(command));
    },
    resized(): void {
      display.forget();
      show(state);
    },
    run: async (): Promise<void> => {
      show(state);
      await Promise.all([followEvents(), followScreen()]);
    },
  };
}
