/**
 * What the policy is about to answer by itself, with the time left to deny it.
 * It lies over the page's lower edge: these come and go every few seconds, and must not move what someone reads or writes.
 * @import { Confirmation } from '../../api/document/api-types'
 * @import { View } from './dom'
 */
import { call } from './app/api';
import { clean } from './app/clean';
import { ruleWords, scheduledOnes, subjectOf } from './app/confirmations';
import { find, h, oncePerFrame, reconcile, setAttribute, setText } from './dom';
import { firstLine } from './ui/text';
import { apply, onAny } from './app/state';
import { liveTime } from './time';

const MAX_SHOWN = 3;

export function startSoon() {
  const refresh = oncePerFrame(() => {
    const scheduled = scheduledOnes();
    const hidden = scheduled.length - MAX_SHOWN;
    reconcile(find('#soon-list'), scheduled.slice(0, MAX_SHOWN), (asked) => asked.id, line);
    setText(find('#soon-more'), hidden > 0 ? `and ${hidden} more` : '');
    find('#soon').hidden = scheduled.length === 0;
  });
  onAny(['state', 'confirmation'], refresh);
}

/** @param {Confirmation} first @returns {View<Confirmation>} */
function line({ id, session, verdict }) {
  const left = liveTime('left');
  const subject = h('code', { class: 'soon-subject' });
  const rule = h('span', { class: 'muted' });
  const deny = h('button', { type: 'button', class: 'button button-small button-danger' }, 'Deny');
  setAttribute(deny, 'aria-label', `Deny what ${session} asks`);
  deny.hidden = verdict === 'deny';
  deny.addEventListener('click', async () => {
    deny.disabled = true;
    try {
      const options = /** @type {const} */ ({ params: { id }, body: { decision: 'deny' } });
      apply('confirmation', await call('POST /api/confirmations/:id', options));
    } catch (error) {
      setText(rule, error.message);
      deny.disabled = false;
    }
  });
  const outcome = verdict === 'deny' ? 'denied' : 'approved';
  const element = h(
    'li',
    { class: 'soon-line', 'data-confirmation': id },
    h('p', { class: 'soon-words' }, h('strong', { class: 'session-name' }, session), ' ', subject),
    h('p', { class: 'soon-when' }, `will be ${outcome} in `, left.element, ' ', rule),
    deny,
  );
  return {
    element,
    update(asked) {
      left.update(asked.due_at);
      setText(subject, firstLine(clean(subjectOf(asked)).text));
      setText(rule, `(${[ruleWords(asked), asked.rule?.reason].filter(Boolean).join(': ')})`);
    },
  };
}
