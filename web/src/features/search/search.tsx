/** The search over everything, with its results grouped by what they are. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { announce } from '../../ui/announcer';
import { call, messageOf } from '../../app/api';
import { whenQuiet } from '../../ui/dom';
import { titleOf, type Found } from './found';
import { Results } from './results';

const TYPING_PAUSE_MS = 300;
const MOST = 60;

export function Search(): VNode {
  const input = useRef<HTMLInputElement>(null);
  const found = useSignal<Found | null>(null);
  const turns = useRef(0);
  const textOf = (): string => input.current?.value.trim() ?? '';

  const search = async (): Promise<void> => {
    const turn = ++turns.current;
    const q = textOf();
    if (!q) {
      found.value = null;
      return;
    }
    try {
      const { items, total } = await call('GET /api/search', { query: { q, limit: MOST } });
      if (turn !== turns.current) return;
      found.value = { q, items, total };
      announce(titleOf(found.value));
    } catch (error) {
      if (turn === turns.current) found.value = { fault: messageOf(error) };
    }
  };
  const latest = useRef(search);
  latest.current = search;
  const searchLater = useMemo(
    () =>
      whenQuiet(() => {
        // One letter is in nearly everything; who means it presses Enter.
        if (input.current?.value.trim().length !== 1) void latest.current();
      }, TYPING_PAUSE_MS),
    [],
  );
  const end = (): void => {
    if (!input.current) return;
    turns.current++;
    input.current.value = '';
    found.value = null;
    input.current.focus();
  };
  const endOnEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    end();
  };
  return (
    <>
      <form
        id="search"
        class="work-search"
        role="search"
        aria-label="Search over everything"
        onKeyDown={endOnEscape}
        onSubmit={(event) => {
          event.preventDefault();
          void search();
        }}
      >
        <label class="visually-hidden" for="search-q">
          Search over everything
        </label>
        <input
          ref={input}
          id="search-q"
          name="q"
          type="search"
          maxLength={200}
          placeholder="Search projects, features, bugs, milestones, prompts, errors"
          autocomplete="off"
          onInput={searchLater}
        />
        <button class="button" type="submit" data-reads>
          Search
        </button>
      </form>
      {found.value && <Results found={found.value} onEnd={end} onKeyDown={endOnEscape} />}
    </>
  );
}
