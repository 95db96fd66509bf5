/**
 * One rule.
 * @import { Rule } from '../../api/document/api-types'
 * @import { View } from './dom'
 */
import { verdictLook } from './app/confirmations';
import { h, setAttribute, setMessage, setText } from './dom';
import { badge } from './labels';
import { liveTime } from './time';

const small = (label, name, extra = '') =>
  h(
    'button',
    { type: 'button', class: `button button-small button-quiet ${extra}`, 'aria-label': name },
    label,
  );

/**
 * @param {Rule} first
 * @param {{ enable: (rule: Rule, enabled: boolean) => void } & Record<'edit' | 'remove', (rule: Rule) => void>} actions
 * @returns {View<Rule>}
 */
export function ruleRow(first, actions) {
  let rule = first;
  const verdict = badge();
  const scope = h('span', { class: 'muted' });
  const pattern = h('code', { class: 'rule-pattern' });
  const note = h('p', { class: 'rule-note muted' });
  const hits = h('span', {});
  const last = liveTime('ago');
  const enabled = h('input', { type: 'checkbox', id: `rule-on-${first.id}` });
  const edit = small('Edit', `Edit rule ${first.id}`, 'button-link');
  const remove = small('Delete', `Delete rule ${first.id}`);
  enabled.addEventListener('change', () => actions.enable(rule, enabled.checked));
  edit.addEventListener('click', () => actions.edit(rule));
  remove.addEventListener('click', () => actions.remove(rule));
  const element = h(
    'li',
    { class: 'rule', 'data-rule': first.id, tabindex: '-1' },
    verdict.element,
    h('div', { class: 'rule-words' }, h('p', {}, pattern, ' ', scope), note),
    h(
      'p',
      { class: 'rule-facts muted' },
      h('span', { class: 'id' }, `${first.id}`),
      first.builtin && h('span', { class: 'mark' }, 'built in'),
      h('span', {}, hits, last.element),
    ),
    h(
      'div',
      { class: 'rule-actions' },
      h(
        'label',
        { class: 'check', for: enabled.id },
        enabled,
        'On',
        h('span', { class: 'visually-hidden' }, `: rule ${first.id}`),
      ),
      !first.builtin && edit,
      !first.builtin && remove,
    ),
  );
  return {
    element,
    update(next) {
      rule = next;
      verdict.update(verdictLook(rule.verdict));
      setText(pattern, rule.kind === 'any' ? 'every use' : rule.pattern);
      setText(
        scope,
        `${rule.tool === '*' ? 'any tool' : rule.tool}${rule.agent === '*' ? '' : ` of ${rule.agent}`}`,
      );
      setMessage(note, rule.note);
      setText(hits, rule.hits ? `${rule.hits} ${rule.hits === 1 ? 'hit' : 'hits'}, ` : 'no hits yet');
      last.update(rule.last_hit_at);
      enabled.checked = rule.enabled;
      setAttribute(element, 'data-off', !rule.enabled);
    },
  };
}
