/** The dialog of one reported error, which a search may lead to. */
import { call } from './app/api';
import { openDialog } from './dialogs';
import { h } from './dom';
import { fixedTime } from './time';

/** @param {number} id */
export async function openError(id) {
  const body = h('div', { class: 'dialog-body found-error' }, 'Reading…');
  openDialog({ title: `Error #${id}`, class: 'dialog-work' }, body);
  try {
    const error = await call('GET /api/errors/:id', { params: { id } });
    body.replaceChildren(
      h('p', {}, h('strong', {}, error.message)),
      h(
        'p',
        { class: 'muted' },
        `${error.status}, ${error.level}, from ${error.source}; seen ${error.count} times, last `,
        fixedTime(error.last_seen),
      ),
      ...(error.stack ? [h('pre', { tabindex: 0, 'aria-label': 'Stack' }, error.stack)] : []),
    );
  } catch (error) {
    body.replaceChildren(h('p', { role: 'alert' }, error.message));
  }
}
