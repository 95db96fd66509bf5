/** Tokens of programs and links to the monitor: what each may do, when it ends, when it was used. */
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { known } from '../../app/known';
import { Badge, type Look, NOT_KNOWN } from '../../ui/badge';
import { confirmAction } from '../../ui/dialog';
import { PanelMessage } from '../../ui/panel-message';
import { FixedTime, LiveTime } from '../../ui/time';
import { actionsIn, loadTokens, messageIn, say, type Token, tokens } from './load';
import { NewLinkForm } from './new-link';
import { NewTokenForm } from './new-token';
import { focusBeside } from './row-focus';

const actions = actionsIn('tokens');
const LOOKS: Readonly<Record<Token['state'], Look>> = {
  valid: { label: 'Valid', shape: 'check', tone: 'ok' },
  expired: { label: 'Expired', shape: 'slash', tone: 'mute' },
  revoked: { label: 'Revoked', shape: 'cross', tone: 'mute' },
};

/** What is told in the place of the scopes. */
const KINDS: Partial<Record<Token['kind'], string>> = {
  host: 'of another machine that joined',
  monitor: 'link to the monitor: opens that, and nothing else',
};

export function Tokens(): VNode {
  const rows = tokens.value ?? [];
  return (
    <section class="panel" aria-labelledby="tokens-title">
      <div class="panel-head">
        <h2 id="tokens-title">
          Tokens and links <span class="count">{rows.length || ''}</span>
        </h2>
      </div>
      <PanelMessage id="tokens-message" {...messageIn('tokens')} />
      <ul id="tokens" class="panel-body access-rows">
        {[...rows].reverse().map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
      <div class="empty" hidden={tokens.value === null || rows.length > 0}>
        <p>No tokens but the one of this machine, which the command line uses.</p>
      </div>
      <NewTokenForm />
      <NewLinkForm />
    </section>
  );
}

function TokenRow({ token }: { token: Token }): VNode {
  const { id, name, hint, kind, state, scopes } = token;
  return (
    <li data-token={name} data-state={state}>
      <div class="access-row-head">
        <strong>{name}</strong>
        <Badge look={known(LOOKS, state) ?? NOT_KNOWN} />
        <code>{hint}…</code>
        {state !== 'revoked' && (
          <div class="access-buttons">
            <button
              type="button"
              class="button button-small button-danger"
              data-steady
              data-do="revoke"
              aria-label={`Revoke: ${name}`}
              disabled={actions.isBusy(id)}
              onClick={actions.press(() => revoke(token), id)}
            >
              Revoke
            </button>
          </div>
        )}
      </div>
      <p>{KINDS[kind] ?? scopes.join(', ')}</p>
      <Facts token={token} />
    </li>
  );
}

function Facts({ token }: { token: Token }): VNode {
  const { expires_at: expires, revoked_at: revoked, last_used_at: used } = token;
  return (
    <p class="muted">
      {used === null ? (
        'never used'
      ) : (
        <>
          last used <LiveTime kind="ago" at={used} />
        </>
      )}
      {' · '}
      {revoked === null ? null : (
        <>
          revoked <FixedTime at={revoked} /> by {token.revoked_by} ·{' '}
        </>
      )}
      {expires === null ? (
        'no end of its own'
      ) : (
        <>
          {token.state === 'expired' ? 'ended' : 'ends'} <FixedTime at={expires} />
        </>
      )}
      {' · '}made <FixedTime at={token.created_at} /> by {token.created_by}
    </p>
  );
}

async function revoke({ id, name, kind }: Token): Promise<void> {
  const isLink = kind === 'monitor';
  const title = `Revoke the ${isLink ? 'link' : 'token'} ${name}?`;
  const text = isLink
    ? 'The screens that it has opened close at once, and it opens none any more.'
    : 'What uses it is refused at once, and for good.';
  if (!(await confirmAction({ title, text, action: 'Revoke it' }))) return;
  const focus = focusBeside(`[data-token="${CSS.escape(name)}"]`, '[data-do=revoke]', '#token-name');
  await call('DELETE /api/tokens/:id', { params: { id } });
  say('tokens', `The ${isLink ? 'link' : 'token'} ${name} is revoked.`);
  await loadTokens();
  focus();
}
