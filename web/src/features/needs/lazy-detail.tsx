/** What is shown of a row that is open is loaded with the first that there is: most of the time nothing needs anybody. */
import { signal } from '@preact/signals';
import type { ComponentType, VNode } from 'preact';
import type { Entry } from './entries';
import type { Swiped as SwipedType } from './swiped';

type Open = ComponentType<{ entry: Entry }>;

/** In an object: a signal would call a function. */
const loaded = signal<{ readonly Detail: Open; readonly Swiped: typeof SwipedType } | null>(null);
const problem = signal('');
let loading: Promise<void> | undefined;

export function loadDetail(): void {
  loading ??= Promise.all([import('./detail'), import('./swiped')]).then(
    ([{ Detail }, { Swiped }]) => {
      loaded.value = { Detail, Swiped };
      problem.value = '';
    },
    () => {
      loading = undefined;
      problem.value = 'A part of this page could not be loaded. Load the page again.';
    },
  );
}

export function LazyDetail({ entry }: { entry: Entry }): VNode {
  const { Detail } = loaded.value ?? {};
  return Detail ? <Detail entry={entry} /> : <p class="need-detail muted">{problem.value || 'Loading…'}</p>;
}

export function LazySwiped(props: Parameters<typeof SwipedType>[0]): VNode | null {
  const { Swiped } = loaded.value ?? {};
  return Swiped ? <Swiped {...props} /> : null;
}
