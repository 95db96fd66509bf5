/** The pause of the queue: the line that tells of it, and on the dashboard the buttons that begin and end it. */
import { effect } from '@preact/signals';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { apply, state } from '../../app/state';
import { useToldActions } from '../../ui/actions';
import { find } from '../../ui/dom';
import { localTime } from '../../ui/duration';
import { mount } from '../../ui/mount';
import { fail } from '../../ui/undo';

/** `canResume`: with the button that ends the pause. */
export function startPauseLine({ canResume = false } = {}): void {
  const line = find('#queue-paused', HTMLElement);
  mount(<PauseLine canResume={canResume} />, line);
  effect(() => {
    line.hidden = !state.queue?.paused;
  });
}

function PauseLine({ canResume }: { canResume: boolean }): VNode {
  const { paused = false, reason, changed_by: by, changed_at: at } = state.queue ?? {};
  const { actions, problem } = useToldActions();
  const resume = async (): Promise<void> =>
    apply('queue', await call('PUT /api/assigner/queue', { body: { paused: false } }));
  const why = reason ? `: ${reason}` : '';
  const words = `The queue is paused since ${localTime(at ?? '')} by ${by}${why}. What is at work goes on; what waits goes out when it is resumed.`;
  return (
    <>
      <span class="queue-paused-words">{paused && (problem.value || words)}</span>{' '}
      {canResume && (
        <button
          type="button"
          class="button button-small"
          id="queue-resume"
          disabled={actions.isBusy()}
          onClick={actions.press(resume)}
        >
          Resume
        </button>
      )}
    </>
  );
}

export const PauseButton = (): VNode => (
  <button
    class="button button-small"
    type="button"
    id="queue-pause"
    hidden={Boolean(state.queue?.paused)}
    onClick={() =>
      void import('./pause-dialog').then(
        ({ openPause }) => openPause(),
        () => fail('A part of this page could not be loaded. Load the page again.'),
      )
    }
  >
    Pause
  </button>
);
