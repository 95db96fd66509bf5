/** Tabs: arrow keys go from one to the next, as the pattern of WAI-ARIA has it. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useRef } from 'preact/hooks';

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly content: ComponentChildren;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }): VNode {
  const chosen = useSignal(0);
  const list = useRef<HTMLDivElement>(null);
  const step = (index: number, key: string): void => {
    const by = STEPS[key];
    if (!by) return;
    const next = (index + by + tabs.length) % tabs.length;
    chosen.value = next;
    list.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} ref={list}>
        {tabs.map(({ id, title }, index) => (
          <button
            key={id}
            type="button"
            class="tab"
            role="tab"
            id={`tab-${id}`}
            aria-controls={`panel-${id}`}
            aria-selected={chosen.value === index}
            tabIndex={chosen.value === index ? 0 : -1}
            onClick={() => (chosen.value = index)}
            onKeyDown={({ key }) => step(index, key)}
          >
            {title}
          </button>
        ))}
      </div>
      {tabs.map(({ id, content }, index) => (
        <div
          key={id}
          class="tab-panel"
          role="tabpanel"
          id={`panel-${id}`}
          aria-labelledby={`tab-${id}`}
          hidden={chosen.value !== index}
        >
          {content}
        </div>
      ))}
    </>
  );
}
