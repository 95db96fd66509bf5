/** Budgets: how far each is used, and how to raise it. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { known } from '../../app/known';
import { useActions } from '../../ui/actions';
import { Badge, type Look, NOT_KNOWN } from '../../ui/badge';
import { confirmAction } from '../../ui/dialog';
import { NumberField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { money, tokens } from '../../ui/amounts';
import { begun, type Budget, budgets, failed, load } from './load';

const LOOKS: Readonly<Record<Budget['state'], Look>> = {
  ok: { label: 'Within', shape: 'check', tone: 'ok' },
  warning: { label: 'Nearly used up', shape: 'triangle', tone: 'warn' },
  reserved: { label: 'Reserved', shape: 'triangle', tone: 'warn' },
  used_up: { label: 'Used up', shape: 'cross', tone: 'bad' },
};
const PERCENT = 100;
const WARNING_PERCENT = 80;
export const MOST_USD = 1e9;
export const MOST_TOKENS = 1e15;

export function BudgetList(): VNode {
  const rows = budgets.value;
  return (
    <>
      <ul id="budgets" class="panel-body model-rows">
        {(rows ?? []).map((budget) => (
          <BudgetRow key={budget.id} budget={budget} />
        ))}
      </ul>
      <div class="empty" hidden={rows === null || rows.length > 0}>
        <p>Nothing limits what is spent.</p>
      </div>
    </>
  );
}

function BudgetRow({ budget }: { budget: Budget }): VNode {
  const { id, name, scope, subject, period, state, message } = budget;
  const actions = useActions(failed, begun);
  const isEdited = useSignal(false);
  const remove = async (): Promise<void> => {
    const text = 'What waits for it goes on, and nothing limits it any more.';
    if (!(await confirmAction({ title: `Remove the budget '${name}'?`, text, action: 'Remove' }))) return;
    const beside = besideOf(id);
    await call('DELETE /api/budgets/:id', { params: { id } });
    await load();
    moveFocus(id, beside);
  };
  return (
    <li data-budget={id} data-state={state}>
      <div class="model-row-head">
        <strong>{name}</strong>
        <Badge look={known(LOOKS, state) ?? NOT_KNOWN} />
        <span class="muted">
          {subject === null ? 'everything' : `${scope} ${subject}`},{' '}
          {period === 'day' ? 'each day' : 'in total'}
        </span>
        <button
          type="button"
          class="button button-small"
          aria-expanded={isEdited.value}
          onClick={() => (isEdited.value = !isEdited.value)}
        >
          Change
        </button>
        <button
          type="button"
          class="button button-small"
          data-steady
          data-remove
          onClick={actions.press(remove)}
        >
          Remove
        </button>
      </div>
      <Amounts budget={budget} />
      {message !== null && <p class="budget-message">New work waits: {message}.</p>}
      {isEdited.value && <ChangeForm budget={budget} done={() => (isEdited.value = false)} />}
    </li>
  );
}

function besideOf(id: number): number | undefined {
  const ids = (budgets.value ?? []).map((budget) => budget.id);
  const index = ids.indexOf(id);
  return ids[index + 1] ?? ids[index - 1];
}

/** What has the focus goes with its row, or went already. Whoever is elsewhere by now stays there. */
function moveFocus(gone: number, beside: number | undefined): void {
  const { activeElement: active, body } = document;
  if (active !== body && active?.closest(`[data-budget="${gone}"]`) == null) return;
  const button = document.querySelector<HTMLElement>(`[data-budget="${beside}"] [data-remove]`);
  (button ?? document.querySelector<HTMLElement>('#budget-name'))?.focus();
}

function Amounts({ budget }: { budget: Budget }): VNode {
  const { limit_usd: usd, limit_tokens: most, unknown_cost: cost, unknown_tokens: counts } = budget;
  const guessed = (unknown: number): string =>
    unknown > 0 ? `, with what was reserved for ${unknown} of which nobody knows` : '';
  return (
    <>
      {usd !== null && (
        <p>
          {money(budget.used_usd)} of {money(usd)}
          {guessed(cost)}; reserved: {money(budget.reserved_usd)}
        </p>
      )}
      {most !== null && (
        <p>
          {tokens(budget.used_tokens)} of {tokens(most)} tokens{guessed(counts)}; reserved:{' '}
          {tokens(budget.reserved_tokens)}
        </p>
      )}
      <meter
        min={0}
        max={PERCENT}
        low={WARNING_PERCENT - 1}
        high={WARNING_PERCENT}
        optimum={0}
        value={Math.min(PERCENT, Math.floor(budget.fraction * PERCENT))}
        aria-label={`${budget.name}: used and reserved, in percent`}
      />
    </>
  );
}

function ChangeForm({ budget, done }: { budget: Budget; done: () => void }): VNode {
  const { id, limit_usd: before, limit_tokens: beforeTokens } = budget;
  const state = useForm();
  const usd = useSignal(before === null ? '' : String(before));
  const most = useSignal(beforeTokens === null ? '' : String(beforeTokens));
  const send = async (): Promise<void> => {
    const body = {
      limit_usd: usd.value === '' ? null : Number(usd.value),
      limit_tokens: most.value === '' ? null : Number(most.value),
    };
    await call('PATCH /api/budgets/:id', { params: { id }, body });
    done();
    await load();
  };
  return (
    <Form id={`change-budget-${id}`} state={state} send={send} label={`Change the budget ${budget.name}`}>
      <div class="field-row">
        <NumberField
          {...{ id: `usd-${id}`, name: 'limit_usd', label: 'Dollars', bind: usd, min: 0, max: MOST_USD }}
          step="any"
        />
        <NumberField
          {...{ id: `tokens-${id}`, name: 'limit_tokens', label: 'Tokens', bind: most, min: 0 }}
          max={MOST_TOKENS}
        />
      </div>
      <SubmitButton>Save</SubmitButton>
      <FormMessage />
    </Form>
  );
}
