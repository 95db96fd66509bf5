/** What the address says beyond the page: filters and orders, so that a link or a reload shows the same. */
import { signal } from '@preact/signals-core';

const search = signal(new URLSearchParams(location.search));
window.addEventListener('popstate', () => show(new URLSearchParams(location.search)));

/** The same as before changes nothing. */
function show(next: URLSearchParams): void {
  if (next.toString() !== search.peek().toString()) search.value = next;
}

/** The value of a parameter; follows the address. */
export const parameter = (name: string): string => search.value.get(name) ?? '';

/** Changes parameters; empty ones are left out. The step back leads to another page, not to another filter. */
export function setParameters(values: Readonly<Record<string, string>>): void {
  const next = new URLSearchParams(search.peek());
  for (const [name, value] of Object.entries(values)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  show(next);
  history.replaceState(history.state, '', address(location.hash));
}

/** The present address with another hash. */
export function address(hash: string): string {
  const query = search.peek().toString();
  return `${location.pathname}${query ? `?${query}` : ''}${hash}`;
}

/** Does it where the address asks for it by its hash, now or later. What it opens is closed without the hash. */
export function onHash(wanted: RegExp, run: (match: RegExpExecArray) => void): void {
  const follow = (): void => {
    const match = wanted.exec(location.hash);
    if (!match) return;
    history.replaceState(history.state, '', address(''));
    run(match);
  };
  window.addEventListener('hashchange', follow);
  follow();
}
