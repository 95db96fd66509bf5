/**
 * The last dialogs of all sessions: what became of them, who decided and why.
 * @import { Confirmation } from '../../api/document/api-types'
 */
import { call } from './app/api';
import { clean } from './app/clean';
import { answerWords, decider, outcomeLook, reasonOf, subjectOf } from './app/confirmations';
import { h, setMessage, whenQuiet } from './dom';
import { badge } from './labels';
import { firstLine } from './ui/text';
import { on } from './app/state';
import { fixedTime } from './time';

const SHOWN = 20;
const REREAD_MS = 250;

/** `end` stops following; until then the list is read anew after changes. */
export function recentDecisions() {
  const problem = h('p', { class: 'notice notice-bad', role: 'alert', hidden: true });
  const empty = h('p', { class: 'empty', hidden: true }, 'No agent has asked for anything yet.');
  const list = h('ol', { class: 'decisions' });
  const read = async () => {
    try {
      const { items } = await call('GET /api/confirmations', { query: { limit: SHOWN } });
      list.replaceChildren(...items.map(row));
      empty.hidden = items.length > 0;
      setMessage(problem, '');
    } catch (error) {
      setMessage(problem, error.message);
    }
  };
  read();
  return { element: h('div', {}, problem, empty, list), end: on('confirmation', whenQuiet(read, REREAD_MS)) };
}

/** @param {Confirmation} asked */
function row(asked) {
  const status = badge();
  status.update(outcomeLook(asked));
  const who = decider(asked);
  const subject = firstLine(clean(subjectOf(asked)).text);
  return h(
    'li',
    { class: 'decision', 'data-confirmation': asked.id },
    status.element,
    h(
      'div',
      { class: 'rule-words' },
      h('p', {}, h('code', { class: 'rule-pattern' }, subject)),
      h('p', { class: 'muted' }, [who, reasonOf(asked)].filter(Boolean).join(': ')),
      answerWords(asked) && h('p', {}, answerWords(asked)),
      asked.resolution && h('p', { class: 'muted' }, asked.resolution),
      asked.note && h('p', {}, `“${asked.note}”`),
    ),
    h(
      'p',
      { class: 'rule-facts muted' },
      h('span', { class: 'mono' }, asked.session),
      asked.prompt_id && h('a', { href: `#/prompt/${asked.prompt_id}` }, `#${asked.prompt_id}`),
      fixedTime(asked.decided_at ?? asked.created_at),
    ),
  );
}
