/** The recorded screen, drawn by the terminal that the page has. */
import { effect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { exactTime } from '../../ui/duration';
import type { Keyboard } from '../terminal/emulator';
import { name } from '../terminal/model';
import { followTheme } from '../terminal/theme';
import { isLoading, isRecorded, positionMs, shown } from './player';
import { bytesOf } from './tape';

/** Nobody types into a recording: the keys are the page's. */
const NO_KEYS: Keyboard = {
  isWriter: () => false,
  keys: () => undefined,
  paste: () => undefined,
  own: () => true,
};

export function RecordedScreen(): VNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let stop: (() => void) | undefined;
    let isGone = false;
    void import('../terminal/emulator').then(({ createEmulator }) => {
      if (!place.current || isGone) return;
      const made = createEmulator(place.current, NO_KEYS, followTheme);
      const end = effect(() => {
        const screen = shown.value;
        if (!screen) return made.terminal.reset();
        const { cols, rows } = screen;
        const size = {
          cols,
          rows: rows.length,
          seq: 0,
          alternate: false,
          joinsSkinTones: true,
          isGap: false,
        };
        made.draw({ ...size, data: bytesOf(screen) }, () => undefined);
      });
      stop = () => {
        end();
        made.terminal.dispose();
      };
    });
    return () => {
      isGone = true;
      stop?.();
    };
  }, []);
  const says = shown.value ? null : isLoading.value ? 'Reading…' : 'Nothing is recorded of this moment.';
  return (
    <div class="playback-room" data-recorded={isRecorded.value} aria-busy={isLoading.value}>
      <div
        class="terminal-place"
        id="playback-screen"
        role="region"
        aria-label={`Recorded screen of ${name.value} at ${exactTime(new Date(positionMs.value).toISOString())}`}
        ref={place}
      />
      <p class="playback-empty muted" hidden={says === null}>
        {says}
      </p>
    </div>
  );
}
