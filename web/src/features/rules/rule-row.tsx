import type { VNode } from 'preact';
import type { Rule } from '../../../../api/document/api-types';
import { verdictLook } from '../../app/confirmations';
import { Badge } from '../../ui/badge';
import { counted } from '../../ui/text';
import { LiveTime } from '../../ui/time';

export interface RuleActions {
  readonly enable: (rule: Rule, enabled: boolean) => void;
  readonly edit: (rule: Rule) => void;
  readonly remove: (rule: Rule) => void;
}

/** One rule. */
export function RuleRow({ rule, actions }: { rule: Rule; actions: RuleActions }): VNode {
  const scope = `${rule.tool === '*' ? 'any tool' : rule.tool}${rule.agent === '*' ? '' : ` of ${rule.agent}`}`;
  return (
    <li class="rule" data-rule={rule.id} data-off={!rule.enabled || undefined} tabIndex={-1}>
      <Badge look={verdictLook(rule.verdict)} />
      <div class="rule-words">
        <p>
          <code class="rule-pattern">{rule.kind === 'any' ? 'every use' : rule.pattern}</code>{' '}
          <span class="muted">{scope}</span>
        </p>
        {rule.note && <p class="rule-note muted">{rule.note}</p>}
      </div>
      <p class="rule-facts muted">
        <span class="id">{rule.id}</span>
        {rule.builtin && <span class="mark">built in</span>}
        <span>
          {rule.hits ? `${counted(rule.hits, 'hit')}, ` : 'no hits yet'}
          <LiveTime kind="ago" at={rule.last_hit_at} />
        </span>
      </p>
      <div class="rule-actions">
        <label class="check" for={`rule-on-${rule.id}`}>
          <input
            type="checkbox"
            id={`rule-on-${rule.id}`}
            checked={rule.enabled}
            onChange={({ currentTarget }) => actions.enable(rule, currentTarget.checked)}
          />
          On<span class="visually-hidden">: rule {rule.id}</span>
        </label>
        {!rule.builtin && <OwnActions rule={rule} actions={actions} />}
      </div>
    </li>
  );
}

const OwnActions = ({ rule, actions }: { rule: Rule; actions: RuleActions }): VNode => (
  <>
    <button
      type="button"
      class="button button-small button-quiet button-link"
      aria-label={`Edit rule ${rule.id}`}
      onClick={() => actions.edit(rule)}
    >
      Edit
    </button>
    <button
      type="button"
      class="button button-small button-quiet"
      aria-label={`Delete rule ${rule.id}`}
      onClick={() => actions.remove(rule)}
    >
      Delete
    </button>
  </>
);
