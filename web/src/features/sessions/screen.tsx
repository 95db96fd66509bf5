/** The dialog that shows a session's terminal, read anew each second while it is open. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { call, messageOf, type Answer } from '../../app/api';
import { Dialog, openDialog } from '../../ui/dialog';
import { Problem } from '../../ui/notice';
import { LiveTime } from '../../ui/time';

const REFRESH_MS = 1000;
/** So near to the end counts as at the end. */
const AT_END_PIXELS = 8;

export function openScreen(name: string): void {
  openDialog((close) => <Screen name={name} close={close} />);
}

function Screen({ name, close }: { name: string; close: () => void }): VNode {
  const answer = useSignal<Answer<'GET /api/sessions/:name/screen'> | null>(null);
  const problem = useSignal('');
  const screen = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOpen = true;
    const read = async (): Promise<void> => {
      try {
        const next = await call('GET /api/sessions/:name/screen', { params: { name } });
        const element = screen.current;
        // The newest lines are at the bottom; someone who scrolled up to read is left there.
        if (element)
          atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END_PIXELS;
        answer.value = next;
        problem.value = '';
      } catch (error) {
        problem.value = messageOf(error);
      }
      if (isOpen) timer = setTimeout(() => void read(), REFRESH_MS);
    };
    void read();
    screen.current?.focus();
    return () => {
      isOpen = false;
      clearTimeout(timer);
    };
  }, [name, answer, problem]);
  useLayoutEffect(() => {
    if (screen.current && atEnd.current) screen.current.scrollTop = screen.current.scrollHeight;
  });
  return (
    <Dialog title={name} class="dialog-wide" onClose={close}>
      <Problem text={problem.value} />
      <pre class="screen" tabIndex={0} role="region" aria-label={`Screen of ${name}`} ref={screen}>
        {answer.value ? answer.value.screen || '(the screen is empty)' : 'Reading…'}
      </pre>
      <p class="dialog-foot muted">
        Read <LiveTime kind="ago" at={answer.value?.captured_at} />. To type into it:{' '}
        <code>{`tmux attach -t '=${name}'`}</code>
      </p>
    </Dialog>
  );
}
