/** Providers in their order, with the states of their breakers. */
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { known } from '../../app/known';
import { useActions } from '../../ui/actions';
import { Badge, type Look, NOT_KNOWN } from '../../ui/badge';
import { Problem } from '../../ui/notice';
import { FixedTime, LiveTime } from '../../ui/time';
import { begun, failed, fault, load, type Provider, providers, refusal } from './load';

const LOOKS: Readonly<Record<Provider['state'], Look>> = {
  closed: { label: 'Ready', shape: 'check', tone: 'ok' },
  half_open: { label: 'Being tried', shape: 'triangle', tone: 'warn' },
  open: { label: 'Left alone', shape: 'cross', tone: 'bad' },
};
const NOT_SET_UP: Look = { label: 'Not set up', shape: 'question', tone: 'mute' };

export function Providers(): VNode {
  const { items = [], missing = null } = providers.value ?? {};
  return (
    <section class="panel" aria-labelledby="providers-title">
      <div class="panel-head">
        <h2 id="providers-title">Providers</h2>
      </div>
      <Problem id="models-fault" class="panel-message panel-message-bad" text={fault.value} />
      <Problem id="models-refusal" class="panel-message panel-message-bad" text={refusal.value} />
      <p id="models-missing" class="panel-message" hidden={missing === null}>
        {missing}
      </p>
      <ul id="providers" class="panel-body model-rows">
        {items.map((provider) => (
          <ProviderRow key={provider.name} provider={provider} />
        ))}
      </ul>
    </section>
  );
}

function ProviderRow({ provider }: { provider: Provider }): VNode {
  const { name, model, base_url: url, configured, hint, position, state, open_until: until } = provider;
  const actions = useActions(failed, begun);
  const reset = async (): Promise<void> => {
    await call('POST /api/llm/providers/:name/reset', { params: { name } });
    await load();
  };
  return (
    <li data-provider={name} data-state={configured ? state : 'not_set_up'}>
      <div class="model-row-head">
        <strong>{name}</strong>
        <Badge look={configured ? (known(LOOKS, state) ?? NOT_KNOWN) : NOT_SET_UP} />
        <span class="muted">
          {position === null ? 'only asked by name' : `number ${position} of the order`} ·{' '}
          {model ?? "its program's own model"}
          {url !== null && ` · ${url}`}
        </span>
        {configured && state !== 'closed' && (
          <button
            type="button"
            class="button button-small"
            data-steady
            disabled={actions.isBusy()}
            onClick={actions.press(reset)}
          >
            Ask it again
          </button>
        )}
      </div>
      {hint !== null && <p class="muted">To set it up: {hint}.</p>}
      {until !== null && (
        <p>
          Nothing is sent to it before <FixedTime at={until} />.
        </p>
      )}
      <LastError provider={provider} />
    </li>
  );
}

const LastError = ({ provider: { last_error: error } }: { provider: Provider }): VNode | null =>
  error && (
    <p class="muted">
      Last error, <LiveTime kind="ago" at={error.at} />: {error.message}
    </p>
  );
