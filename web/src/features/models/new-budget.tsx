/** The form for a new budget. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { NumberField, SelectField, TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { MOST_TOKENS, MOST_USD } from './budgets';
import { type Budget, load } from './load';

const SCOPES = [
  { value: 'all', label: 'everything' },
  { value: 'project', label: 'a project (its number)' },
  { value: 'plan', label: 'a plan (its number)' },
  { value: 'account', label: 'an account (its digest)' },
];
const PERIODS = [
  { value: 'day', label: 'each day' },
  { value: 'total', label: 'in total' },
];

export function NewBudgetForm(): VNode {
  const state = useForm();
  const name = useSignal('');
  const scope = useSignal('all');
  const subject = useSignal('');
  const period = useSignal('day');
  const usd = useSignal('');
  const most = useSignal('');
  const send = async (): Promise<void> => {
    await call('POST /api/budgets', {
      body: {
        ...{ name: name.value, scope: scope.value as Budget['scope'] },
        period: period.value as Budget['period'],
        ...(scope.value !== 'all' && { subject: subject.value }),
        ...(usd.value !== '' && { limit_usd: Number(usd.value) }),
        ...(most.value !== '' && { limit_tokens: Number(most.value) }),
      },
    });
    for (const field of [name, subject, usd, most]) field.value = '';
    await load();
  };
  return (
    <Form id="new-budget" class="form panel-body" state={state} send={send} label="New budget">
      <div class="field-row field-row-wraps">
        <TextField id="budget-name" name="name" label="Name" bind={name} />
        <SelectField id="budget-scope" name="scope" label="Of" bind={scope} choices={SCOPES} />
        {scope.value !== 'all' && (
          <TextField id="budget-subject" name="subject" label="Which" bind={subject} />
        )}
        <SelectField id="budget-period" name="period" label="Period" bind={period} choices={PERIODS} />
        <NumberField
          {...{ id: 'budget-usd', name: 'limit_usd', label: 'Dollars', bind: usd, min: 0, max: MOST_USD }}
          step="any"
        />
        <NumberField
          {...{ id: 'budget-tokens', name: 'limit_tokens', label: 'Tokens', bind: most, min: 0 }}
          max={MOST_TOKENS}
        />
      </div>
      <SubmitButton>Set a budget</SubmitButton>
      <FormMessage />
    </Form>
  );
}
