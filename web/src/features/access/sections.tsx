/** The parts of the page, of which one is shown: the hash of the address says which. */
import { computed, signal } from '@preact/signals';
import type { VNode } from 'preact';
import { may } from './load';

const TITLES = { you: 'You', users: 'Users', tokens: 'Tokens and links', audit: 'Who did what' } as const;
export type Section = keyof typeof TITLES;
const ALL = Object.keys(TITLES) as Section[];

const named = (): string => location.hash.slice(1);
const hash = signal(named());
window.addEventListener('hashchange', () => (hash.value = named()));

const open = computed(() =>
  ALL.filter((each) => each === 'you' || may(each === 'audit' ? 'audit:read' : 'access:write')),
);
/** One that who looks may not see is none. */
export const section = computed<Section>(() => open.value.find((each) => each === hash.value) ?? 'you');

/** Who has one part only needs no way to others. */
export const Sections = (): VNode => (
  <nav class="access-sections" aria-label="Access" hidden={open.value.length === 1}>
    {open.value.map((each) => (
      <a
        key={each}
        class="button button-small button-choice"
        href={`#${each}`}
        aria-current={section.value === each ? 'true' : undefined}
      >
        {TITLES[each]}
      </a>
    ))}
  </nav>
);
