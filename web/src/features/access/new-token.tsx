/** The form for a new token: who gets it, what it may do, when it ends. */
import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { openDialog } from '../../ui/dialog';
import { TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import {
  ROLE_SCOPES,
  ROLES,
  SCOPE_MEANINGS,
  type Scope,
  SCOPES,
} from '../../../../workflows/contracts/access';
import { loadTokens, may } from './load';
import { ShownOnceDialog } from './made-token';
import { TokenEndFields, useTokenEnd } from './token-end';

export function NewTokenForm(): VNode {
  const form = useForm();
  const name = useSignal('');
  const chosen = useSignal<ReadonlySet<Scope>>(new Set());
  const end = useTokenEnd();
  const send = async (): Promise<void> => {
    if (chosen.value.size === 0) throw new Error('Choose at least one thing that the token may do.');
    const body = {
      name: name.value,
      scopes: SCOPES.filter((scope) => chosen.value.has(scope)),
      expires_at: end.value(),
    };
    const made = await call('POST /api/tokens', { body });
    openDialog((close) => (
      <ShownOnceDialog title={`Token ${made.name}`} what="the token" secret={made.token} close={close}>
        It is sent as <code>Authorization: Bearer</code>.
      </ShownOnceDialog>
    ));
    name.value = '';
    chosen.value = new Set();
    await loadTokens();
  };
  return (
    <Form id="new-token" class="form panel-body access-new" state={form} send={send} label="New token">
      <h3>New token</h3>
      <div class="field-row field-row-wraps">
        <TextField {...{ id: 'token-name', name: 'name', label: 'Program that gets it', bind: name }} />
        <TokenEndFields id="token" end={end} />
      </div>
      <ScopeChoice chosen={chosen} />
      <SubmitButton>Make a token</SubmitButton>
      <FormMessage />
    </Form>
  );
}

function ScopeChoice({ chosen }: { chosen: Signal<ReadonlySet<Scope>> }): VNode {
  const turn = (scope: Scope, isOn: boolean): void => {
    const next = new Set(chosen.value);
    if (isOn) next.add(scope);
    else next.delete(scope);
    chosen.value = next;
  };
  return (
    <div class="access-choice" role="group" aria-labelledby="token-scopes-title">
      <div class="access-row-head">
        <span id="token-scopes-title" class="access-label">
          It may
        </span>
        {ROLES.filter((role) => ROLE_SCOPES[role].every(may)).map((role) => (
          <button
            key={role}
            type="button"
            class="button button-small"
            data-reads
            onClick={() => (chosen.value = new Set(ROLE_SCOPES[role]))}
          >
            all of {role}
          </button>
        ))}
        <button
          type="button"
          class="button button-small"
          data-reads
          onClick={() => (chosen.value = new Set())}
        >
          nothing
        </button>
      </div>
      <div class="access-checks">
        {SCOPES.filter(may).map((scope) => (
          <label key={scope} class="check">
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              checked={chosen.value.has(scope)}
              onChange={({ currentTarget }) => turn(scope, currentTarget.checked)}
            />
            <span>
              <code>{scope}</code> {SCOPE_MEANINGS[scope]}
            </span>
          </label>
        ))}
      </div>
    </div>
  );
}
