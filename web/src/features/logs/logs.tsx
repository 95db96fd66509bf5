/** The log files of the server together, the newest line first, as they grow. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { Problem } from '../../ui/notice';
import { FixedTime } from '../../ui/time';
import { useWindow } from '../../ui/windowed';
import { LogFilters } from './filters';
import { LogRow } from './line';
import {
  cut,
  fault,
  lines,
  live,
  next,
  readAgain,
  reading,
  readOlder,
  readsAtTop,
  searchedTo,
  showWaiting,
  waiting,
} from './load';

/** As in logs.css. */
const ROW_PX = 30;
const AT_TOP_PX = 8;

export function Logs(): VNode {
  return (
    <section class="panel" aria-labelledby="logs-title">
      <div class="panel-head">
        <h2 id="logs-title">Lines</h2>
        <span class="muted" id="logs-live" role="status">
          {live.value ? 'Live' : fault.value ? '' : 'Connecting…'}
        </span>
      </div>
      <LogFilters />
      <Problem id="logs-fault" class="panel-message panel-message-bad" text={fault.value} />
      <Lines />
      <Foot />
    </section>
  );
}

function Lines(): VNode {
  const box = useRef<HTMLDivElement>(null);
  const open = useSignal<ReadonlySet<number>>(new Set());
  const all = lines.value;
  const keyOf = useCallback((index: number) => all[index]?.key ?? index, [all]);
  const { rows, before, after, measure } = useWindow({
    ...{ count: all.length, rowHeight: ROW_PX, keyOf, box, onEnd: () => void readOlder() },
  });
  // Other lines begin at the newest.
  const isOther = all.length === 0;
  useEffect(() => {
    if (!isOther) return;
    if (box.current) box.current.scrollTop = 0;
    readsAtTop(true);
  }, [isOther]);
  const turn = (key: number): void => {
    const next = new Set(open.value);
    if (!next.delete(key)) next.add(key);
    open.value = next;
  };
  const count = waiting.value.length;
  return (
    <div class="log-frame" hidden={all.length === 0}>
      <button
        type="button"
        id="logs-new"
        class="button button-small button-primary"
        data-reads
        hidden={count === 0}
        onClick={() => {
          showWaiting();
          if (box.current) box.current.scrollTop = 0;
        }}
      >
        {count === 1 ? '1 new line' : `${count} new lines`}
      </button>
      <div
        class="log-box"
        ref={box}
        tabIndex={0}
        role="region"
        aria-label="Lines of the log, the newest first"
        onScroll={({ currentTarget }) => readsAtTop(currentTarget.scrollTop < AT_TOP_PX)}
      >
        <ol id="log-lines" style={{ paddingTop: `${before}px`, paddingBottom: `${after}px` }}>
          {rows.map(({ index }) => {
            const line = all[index];
            return (
              line && (
                <LogRow
                  key={line.key}
                  {...{ line, index, turn, measure, isOpen: open.value.has(line.key) }}
                />
              )
            );
          })}
        </ol>
      </div>
    </div>
  );
}

function Foot(): VNode {
  const count = lines.value.length;
  const hasMore = next.value !== null;
  return (
    <div class="panel-foot" id="logs-foot">
      <p class="muted" role="status">
        {reading.value
          ? 'Reading…'
          : count === 0
            ? hasMore
              ? 'Nothing fits so far.'
              : 'No line fits.'
            : `${count.toLocaleString()} ${count === 1 ? 'line' : 'lines'}.`}{' '}
        {hasMore && searchedTo.value && (
          <>
            Looked back to <FixedTime at={searchedTo.value} />.
          </>
        )}
        {cut.value && 'What is older was let go of.'}
      </p>
      <button
        type="button"
        id="logs-older"
        class="button button-small"
        data-reads
        hidden={!hasMore}
        disabled={reading.value}
        onClick={() => void readOlder()}
      >
        Look further back
      </button>
      <button
        type="button"
        id="logs-again"
        class="button button-small"
        data-reads
        hidden={!cut.value}
        onClick={readAgain}
      >
        Read again
      </button>
    </div>
  );
}
