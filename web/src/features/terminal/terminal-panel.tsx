/** The terminal itself, with who types and what can be done with it. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { lookOfSession } from '../../app/confirmations';
import { Badge } from '../../ui/badge';
import { PanelMessage } from '../../ui/panel-message';
import { LiveTime } from '../../ui/time';
import type { Emulator, Keyboard } from './emulator';
import * as model from './model';
import { KeyRow } from './key-row';
import { SearchBar } from './search-bar';
import { SendBox } from './send-box';
import { followTheme } from './theme';

/** Leaves the terminal, where all other keys may be the program's. */
const LEAVE_KEY = 'F6';
const READER_PLACE = 'architect.terminal.reader';

export function TerminalPanel(): VNode {
  const place = useRef<HTMLDivElement>(null);
  const toolbar = useRef<HTMLDivElement>(null);
  const emulator = useSignal<Emulator | null>(null);
  const isSearching = useSignal(false);
  useEffect(() => {
    const room = place.current;
    if (!room) return;
    const keyboard: Keyboard = {
      isWriter: () => model.isWriter.peek(),
      keys: model.keys,
      paste: (text) => void model.paste(text, false).then(tellRefusal),
      own(event) {
        if (event.key === LEAVE_KEY) {
          event.preventDefault();
          if (event.type === 'keydown') toolbar.current?.querySelector('button')?.focus();
          return true;
        }
        const isFind = event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey;
        if (isFind && (event.shiftKey || !model.isWriter.peek())) {
          event.preventDefault();
          isSearching.value = true;
          return true;
        }
        // Who only watches goes on with the keys of the page.
        return !model.isWriter.peek();
      },
    };
    // Larger than all else of the page, which is there before it.
    void import('./emulator').then(({ createEmulator }) => {
      const made = createEmulator(room, keyboard, followTheme);
      made.terminal.options.screenReaderMode = localStorage.getItem(READER_PLACE) === '1';
      emulator.value = made;
      model.startTerminal(made);
    });
  }, [emulator, isSearching]);
  return (
    <section class="panel terminal-panel" aria-labelledby="terminal-title">
      <div class="panel-head" ref={toolbar}>
        <Title />
        <Writer />
      </div>
      <PanelMessage id="terminal-message" {...model.said.value} />
      <Standing />
      {isSearching.value && emulator.value && (
        <SearchBar emulator={emulator.value} close={() => (isSearching.value = false)} />
      )}
      <div class="terminal-room" role="region" aria-label={`Terminal of ${model.name.value}`}>
        <div class="terminal-place" id="terminal" ref={place} />
      </div>
      <SendBox />
      <KeyRow emulator={emulator.value} />
      <Tools emulator={emulator.value} search={() => (isSearching.value = true)} />
    </section>
  );
}

export const playBack = (): void =>
  void import('../playback/open').then(({ openPlayback }) => openPlayback());

const tellRefusal = (message: string | null): void => {
  if (message !== null) model.said.value = { text: message, tone: 'bad' };
};

function Title(): VNode {
  const session = model.session.value;
  return (
    <h2 id="terminal-title" class="terminal-title">
      <span class="session-name">{model.name.value || 'No session'}</span>{' '}
      {session && <Badge look={lookOfSession(session)} />}
    </h2>
  );
}

/** Who types is shown to all, and how to become that. */
function Writer(): VNode {
  const session = model.session.value;
  const isWriter = model.isWriter.value;
  const writer = session?.writer ?? null;
  return (
    <div class="terminal-writer">
      <span id="terminal-writer" role="status" data-writer={writer ?? undefined}>
        {isWriter && <strong>You type here.</strong>}
        {!isWriter && writer !== null && (
          <>
            <strong>{writer}</strong> types here since <LiveTime kind="ago" at={session?.writer_since} />
          </>
        )}
        {!isWriter && writer === null && !model.ended.value && (
          <span class="muted">You watch. The queue may type here.</span>
        )}
      </span>
      {isWriter ? (
        <button type="button" class="button button-small" id="give-back" onClick={model.giveBack}>
          Give back
        </button>
      ) : (
        <button
          type="button"
          class="button button-small button-primary"
          id="take-over"
          disabled={
            !model.mayWrite.value ||
            model.isTaking.value ||
            !model.isConnected.value ||
            model.ended.value !== ''
          }
          title={model.mayWrite.value ? undefined : 'Your role may watch terminals, not type into them.'}
          onClick={() => model.takeOver()}
        >
          Take over
        </button>
      )}
    </div>
  );
}

/** Why what is shown isn't what is there. */
function Standing(): VNode {
  const reason = model.ended.value;
  const isAway = reason === '' && !model.isConnected.value;
  return (
    <p
      id="terminal-standing"
      class={`terminal-standing notice ${reason ? 'notice-warn' : ''}`}
      role="status"
      hidden={!reason && !isAway}
    >
      {reason || (isAway ? 'The connection is lost; what is shown is from before. Connecting again…' : '')}
    </p>
  );
}

function Tools({ emulator, search }: { emulator: Emulator | null; search: () => void }): VNode {
  const isRead = useSignal(localStorage.getItem(READER_PLACE) === '1');
  const toggleReader = (): void => {
    isRead.value = !isRead.value;
    localStorage.setItem(READER_PLACE, isRead.value ? '1' : '0');
    if (emulator) emulator.terminal.options.screenReaderMode = isRead.value;
  };
  const small = 'button button-small button-quiet';
  return (
    <div class="terminal-tools">
      <button type="button" class={small} id="terminal-search" data-reads onClick={search}>
        Search
      </button>
      <button type="button" class={small} id="playback-open" data-reads onClick={playBack}>
        Play back
      </button>
      <button type="button" class={small} id="terminal-refresh" data-reads onClick={model.refresh}>
        Draw anew
      </button>
      {model.isWriter.value &&
        (model.hasSize.value ? (
          <button type="button" class={small} id="size-back" onClick={model.giveSizeBack}>
            Give its size back
          </button>
        ) : (
          <button
            type="button"
            class={small}
            id="take-size"
            title="Gives the tmux window the size of this page, for all who look at it, until you give it back"
            onClick={model.takeSize}
          >
            Fit its size to this page
          </button>
        ))}
      <label class="terminal-check">
        <input type="checkbox" id="terminal-reader" checked={isRead.value} onChange={toggleReader} /> For
        screen readers
      </label>
      <span class="muted terminal-hint">
        <kbd>{LEAVE_KEY}</kbd> leaves the terminal, <kbd>Ctrl-Shift-F</kbd> searches.
      </span>
    </div>
  );
}
