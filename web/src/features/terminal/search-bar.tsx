/** Searches what the terminal has shown. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Emulator } from './emulator';

/** Colours of what is found, so that they are counted. */
const FOUND = {
  decorations: {
    ...{ matchBackground: '#855300', matchOverviewRuler: '#855300' },
    ...{ activeMatchBackground: '#1f5fbf', activeMatchColorOverviewRuler: '#1f5fbf' },
  },
};

export function SearchBar({
  emulator: { search, terminal },
  close,
}: {
  emulator: Emulator;
  close: () => void;
}): VNode {
  const field = useRef<HTMLInputElement>(null);
  const text = useSignal('');
  const count = useSignal('');
  useEffect(() => {
    field.current?.focus();
    const listening = search.onDidChangeResults(({ resultIndex, resultCount }) => {
      count.value = resultCount === 0 ? 'not found' : `${resultIndex + 1} of ${resultCount}`;
    });
    return () => {
      listening.dispose();
      search.clearDecorations();
    };
  }, [search, count]);
  const find = (back: boolean): void => {
    if (text.value === '') search.clearDecorations();
    else if (back) search.findPrevious(text.value, FOUND);
    else search.findNext(text.value, FOUND);
  };
  const leave = (): void => {
    close();
    terminal.focus();
  };
  return (
    <div class="terminal-search" role="search">
      <input
        ref={field}
        type="search"
        id="terminal-search-text"
        aria-label="Search the terminal"
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => {
          text.value = currentTarget.value;
          find(true);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') leave();
          else if (event.key === 'Enter') find(!event.shiftKey);
          else return;
          event.preventDefault();
        }}
      />
      <span id="terminal-search-count" role="status" class="muted">
        {text.value && count}
      </span>
      <button type="button" class="button button-small" data-reads onClick={() => find(true)}>
        Older
      </button>
      <button type="button" class="button button-small" data-reads onClick={() => find(false)}>
        Newer
      </button>
      <button type="button" class="button button-small button-quiet" data-reads onClick={leave}>
        Close
      </button>
    </div>
  );
}
