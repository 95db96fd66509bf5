/** Opens the playback on the page of a session, below its terminal. All of it is loaded when it is wanted. */
import { find } from '../../ui/dom';
import { mount } from '../../ui/mount';
import { PlaybackPanel } from './panel';
import { readIndex, start } from './player';
import './playback.css';

/** What was recorded since is on the line as well. */
const READ_EVERY_MS = 15_000;

let isOpen = false;

export function openPlayback(): void {
  if (!isOpen) {
    isOpen = true;
    const place = document.createElement('div');
    place.className = 'playback-place';
    find('.terminal-panel', HTMLElement).before(place);
    const end = start();
    const reading = setInterval(() => {
      if (!document.hidden) void readIndex();
    }, READ_EVERY_MS);
    const unmount = mount(
      <PlaybackPanel
        close={() => {
          isOpen = false;
          clearInterval(reading);
          end();
          unmount();
          place.remove();
          document.querySelector<HTMLElement>('#playback-open')?.focus();
        }}
      />,
      place,
    );
  }
  const title = find('#playback-title', HTMLElement);
  title.focus();
  title.scrollIntoView({ block: 'nearest' });
}
