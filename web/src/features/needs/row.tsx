/** One row of what needs a person: a line, and below it what is known while it is open. */
import type { VNode } from 'preact';
import { readable } from '../../app/clean';
import { Badge } from '../../ui/badge';
import { Icon } from '../../ui/icon';
import { firstLine } from '../../ui/text';
import { LiveTime } from '../../ui/time';
import type { Entry } from './entries';
import { LazyDetail, LazySwiped } from './lazy-detail';
import { chosen, openId, outcomes } from './list';
import { kindLook, titleOf } from './looks';
import { useSwipe } from './swipe';

export function NeedRow({ entry }: { entry: Entry }): VNode {
  const { id, needs } = entry;
  const over = outcomes.value.get(id);
  const isOpen = openId.value === id && !over;
  const look = kindLook(needs[0]?.kind ?? 'approval');
  const swipe = useSwipe(entry);
  return (
    <li
      class="need"
      data-needs={needs.map((need) => need.id).join(' ')}
      data-kind={needs[0]?.kind}
      data-tone={over ? over.look.tone : needs[0]?.severity === 'critical' ? 'bad' : look.tone}
      data-open={isOpen || undefined}
      style={over ? { minHeight: `${over.height}px` } : undefined}
    >
      {over ? (
        <p class="need-outcome">
          <Badge look={over.look} />
          <span>{readable(over.words)}</span>
        </p>
      ) : (
        <>
          <Line entry={entry} isOpen={isOpen} swipe={swipe.handlers} />
          {swipe.side && !isOpen && <LazySwiped entry={entry} side={swipe.side} close={swipe.close} />}
          {isOpen && <LazyDetail entry={entry} />}
        </>
      )}
    </li>
  );
}

interface LineProps {
  readonly entry: Entry;
  readonly isOpen: boolean;
  readonly swipe: ReturnType<typeof useSwipe>['handlers'];
}

function Line({ entry, isOpen, swipe }: LineProps): VNode {
  const { id, needs } = entry;
  const [need] = needs;
  const look = kindLook(need?.kind ?? 'approval');
  const isChosen = chosen.value.has(id);
  const choose = (): void => {
    const next = new Set(chosen.value);
    if (!next.delete(id)) next.add(id);
    chosen.value = next;
  };
  return (
    <div class="need-line" {...swipe}>
      <label class="need-choose">
        <input
          type="checkbox"
          aria-label={`Choose: ${titleOf(entry)}`}
          checked={isChosen}
          onChange={choose}
        />
      </label>
      <button
        type="button"
        class="need-open"
        aria-expanded={isOpen}
        onClick={() => (openId.value = isOpen ? null : id)}
      >
        <span class="need-kind" title={look.label}>
          <Icon shape={look.shape} />
          <span class="visually-hidden">{look.label}: </span>
        </span>
        <span class="need-words">
          <span class="need-title">{titleOf(entry)}</span>
          <span class="need-subject mono">{firstLine(readable(need?.subject ?? need?.why ?? ''))}</span>
        </span>
        <span class="need-since muted">
          <LiveTime kind="running" at={need?.since} />
        </span>
      </button>
    </div>
  );
}
