/**
 * The rules in their order, with a search, since a new installation has many.
 * @import { Rule } from '../../api/document/api-types'
 */
import { call } from './app/api';
import { confirmAction } from './dialogs';
import { h, reconcile, setMessage, setText } from './dom';
import { openRuleForm } from './rule-form';
import { ruleRow } from './rule-row';
import { ruleTrial } from './rule-trial';

const PAGE = 500;

export function rulesPanel() {
  /** @type {Rule[]} */
  let rules = [];
  const problem = h('p', { class: 'notice notice-bad', role: 'alert', hidden: true });
  const search = h('input', {
    type: 'search',
    id: 'rules-search',
    placeholder: 'Search',
    autocomplete: 'off',
  });
  const own = h('input', { type: 'checkbox', id: 'rules-own' });
  const count = h('span', { class: 'count', role: 'status' });
  const list = h('ol', { class: 'rules', 'aria-label': 'Rules' });
  const add = h('button', { type: 'button', class: 'button button-small' }, 'Add a rule');
  const element = h(
    'div',
    { class: 'rules-panel' },
    ruleTrial({ find: showRule }),
    h(
      'div',
      { class: 'rules-head' },
      h('p', { class: 'muted' }, 'The first that fits decides; what none names is asked. ', count),
      h(
        'div',
        { class: 'rules-filter' },
        h('label', { for: search.id, class: 'visually-hidden' }, 'Search rules'),
        search,
        h('label', { class: 'check', for: own.id }, own, 'Only my own'),
        add,
      ),
    ),
    problem,
    list,
  );

  /** @param {Rule} rule */
  const fits = (rule) => {
    const words =
      `${rule.id} ${rule.agent} ${rule.tool} ${rule.pattern} ${rule.verdict} ${rule.note ?? ''}`.toLowerCase();
    return (!own.checked || !rule.builtin) && words.includes(search.value.trim().toLowerCase());
  };
  const show = () => {
    const shown = rules.filter(fits);
    reconcile(
      list,
      shown,
      (rule) => rule.id,
      (rule) => ruleRow(rule, actions),
    );
    setText(count, shown.length < rules.length ? `${shown.length} of ${rules.length}` : String(rules.length));
  };
  const reload = async () => {
    try {
      rules = await readAll();
      setMessage(problem, '');
      show();
    } catch (error) {
      setMessage(problem, error.message);
    }
  };
  /** @param {() => Promise<unknown>} ask */
  const change = async (ask) => {
    try {
      await ask();
    } catch (error) {
      setMessage(problem, error.message);
      return show();
    }
    await reload();
  };
  const actions = {
    /** @param {Rule} rule @param {boolean} enabled */
    enable: ({ id }, enabled) =>
      change(() => call('PUT /api/confirm/rules/:id', { params: { id }, body: { enabled } })),
    /** @param {Rule} rule */
    edit: (rule) => openRuleForm({ rule, saved: reload }),
    /** @param {Rule} rule */
    async remove(rule) {
      const sure = await confirmAction({
        title: `Delete rule ${rule.id}?`,
        text: `${rule.verdict}: ${rule.pattern}. What only this rule answers is asked from now on.`,
        action: 'Delete rule',
      });
      if (sure) await change(() => call('DELETE /api/confirm/rules/:id', { params: { id: rule.id } }));
    },
  };
  function showRule(id) {
    search.value = '';
    own.checked = false;
    show();
    const row = list.querySelector(`[data-rule="${CSS.escape(String(id))}"]`);
    row?.scrollIntoView({ block: 'center' });
    row?.focus();
  }
  search.addEventListener('input', show);
  own.addEventListener('change', show);
  add.addEventListener('click', () => openRuleForm({ saved: reload }));
  reload();
  return { element, reload };
}

async function readAll() {
  /** @type {Rule[]} */
  const rules = [];
  for (;;) {
    const query = { limit: PAGE, offset: rules.length };
    const { items, total } = await call('GET /api/confirm/rules', { query });
    rules.push(...items);
    if (!items.length || rules.length >= total) return rules.sort((a, b) => a.position - b.position);
  }
}
