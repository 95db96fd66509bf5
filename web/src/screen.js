/** The dialog that shows a session's terminal, read anew each second while it is open. */
import { call } from './app/api';
import { openDialog } from './dialogs';
import { h, setMessage, setText } from './dom';
import { liveTime } from './time';

const REFRESH_MS = 1000;

/** @param {string} name of the session */
export function openScreen(name) {
  const screen = h(
    'pre',
    { class: 'screen', tabindex: '0', role: 'region', 'aria-label': `Screen of ${name}` },
    'Reading…',
  );
  const problem = h('p', { class: 'notice notice-bad', role: 'alert', hidden: true });
  const read = liveTime('ago');
  const foot = h('p', { class: 'dialog-foot muted' }, 'Read ', read.element, '. To type into it: ');
  foot.append(h('code', {}, `tmux attach -t '=${name}'`));
  const dialog = openDialog({ title: name, class: 'dialog-wide' }, problem, screen, foot);
  screen.focus();
  const refresh = async () => {
    try {
      const answer = await call('GET /api/sessions/:name/screen', { params: { name } });
      // The newest lines are at the bottom; someone who scrolled up to read is left there.
      const atEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < 8;
      setText(screen, answer.screen || '(the screen is empty)');
      if (atEnd) screen.scrollTop = screen.scrollHeight;
      read.update(answer.captured_at);
      setMessage(problem, '');
    } catch (error) {
      setMessage(problem, error.message);
    }
    if (dialog.open) setTimeout(refresh, REFRESH_MS);
  };
  refresh();
}
