import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useActions } from '../../ui/actions';
import type { TaskOutput as Output } from './output';

/** Someone who is so near the end is taken to read what comes. */
const AT_END_PX = 8;

/** The output of a task. The newest lines are at the bottom; someone who scrolled up to read is left there. */
export function TaskOutput({ output, failed }: { output: Output; failed: (error: unknown) => void }): VNode {
  const box = useRef<HTMLPreElement>(null);
  const actions = useActions(failed);
  const isAtEnd = useRef(true);
  const parts = output.parts.value;
  const first = useRef(Infinity);
  /** Pixels from the end, as they were before this is drawn. */
  const fromEnd = (box.current?.scrollHeight ?? 0) - (box.current?.scrollTop ?? 0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const isEarlier = output.before < first.current;
    first.current = output.before;
    if (isAtEnd.current) element.scrollTop = element.scrollHeight;
    else if (isEarlier) element.scrollTop = element.scrollHeight - fromEnd;
  });
  // What stands above may grow after the output was drawn, which leaves less room for it.
  useEffect(() => {
    const resized = new ResizeObserver(([entry]) => {
      if (entry && isAtEnd.current) entry.target.scrollTop = entry.target.scrollHeight;
    });
    if (box.current) resized.observe(box.current);
    return () => resized.disconnect();
  }, []);
  return (
    <div class="task-log">
      {output.before > 0 && (
        <button
          type="button"
          class="link-button task-earlier"
          disabled={actions.isBusy()}
          onClick={() => void actions.run(() => output.readEarlier())}
        >
          Show earlier output ({sizeOf(output.before)} more)
        </button>
      )}
      <pre
        class="screen task-output"
        ref={box}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={`Output of task ${output.id}`}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < AT_END_PX;
        }}
      >
        {parts.map(({ offset, text }) => (
          <span key={offset} class="task-output-part">
            {text}
          </span>
        ))}
      </pre>
    </div>
  );
}

const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
