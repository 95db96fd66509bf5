/** The rules in their order, with a search and a trial. */
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Rule } from '../../../../api/document/api-types';
import { call } from '../../app/api';
import { confirmAction } from '../../ui/dialog';
import { Problem } from '../../ui/notice';
import { openRuleForm } from './rule-form';
import type { RuleList } from './rule-list';
import { RuleRow, type RuleActions } from './rule-row';
import { RuleTrial } from './rule-trial';

export function Rules({ list }: { list: RuleList }): VNode {
  const rows = useRef<HTMLOListElement>(null);
  const actions = actionsOf(list);
  const find = (id: string | number): void => {
    list.showAll();
    // After the rows that the search left out are drawn again.
    requestAnimationFrame(() => {
      const row = rows.current?.querySelector<HTMLElement>(`[data-rule="${CSS.escape(String(id))}"]`);
      row?.scrollIntoView({ block: 'center' });
      row?.focus();
    });
  };
  return (
    <div class="rules-panel">
      <RuleTrial find={find} />
      <Head list={list} />
      <Problem text={list.problem.value} />
      <ol class="rules" aria-label="Rules" ref={rows}>
        {list.shown.value.map((rule) => (
          <RuleRow key={rule.id} rule={rule} actions={actions} />
        ))}
      </ol>
    </div>
  );
}

function Head({ list }: { list: RuleList }): VNode {
  const [shown, all] = [list.shown.value.length, list.rules.value.length];
  return (
    <div class="rules-head">
      <p class="muted">
        The first that fits decides; what none names is asked.{' '}
        <span class="count" role="status">
          {shown < all ? `${shown} of ${all}` : all}
        </span>
      </p>
      <div class="rules-filter">
        <label for="rules-search" class="visually-hidden">
          Search rules
        </label>
        <input
          type="search"
          id="rules-search"
          placeholder="Search"
          autocomplete="off"
          value={list.search.value}
          onInput={({ currentTarget }) => (list.search.value = currentTarget.value)}
        />
        <label class="check" for="rules-own">
          <input
            type="checkbox"
            id="rules-own"
            checked={list.ownOnly.value}
            onChange={({ currentTarget }) => (list.ownOnly.value = currentTarget.checked)}
          />
          Only my own
        </label>
        <button
          type="button"
          class="button button-small"
          onClick={() => openRuleForm({ saved: () => void list.read() })}
        >
          Add a rule
        </button>
      </div>
    </div>
  );
}

const actionsOf = (list: RuleList): RuleActions => ({
  enable: ({ id }, enabled) =>
    void list.change(() => call('PUT /api/confirm/rules/:id', { params: { id }, body: { enabled } })),
  edit: (rule) => openRuleForm({ rule, saved: () => void list.read() }),
  remove: (rule) => void remove(rule, list),
});

async function remove({ id, verdict, pattern }: Rule, list: RuleList): Promise<void> {
  const sure = await confirmAction({
    title: `Delete rule ${id}?`,
    text: `${verdict}: ${pattern}. What only this rule answers is asked from now on.`,
    action: 'Delete rule',
  });
  if (sure) await list.change(() => call('DELETE /api/confirm/rules/:id', { params: { id } }));
}
