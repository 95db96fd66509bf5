/** The text messages that tell how things stand, and what became of each. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call, messageOf } from '../../app/api';
import { known } from '../../app/known';
import { useActions } from '../../ui/actions';
import { Badge, type Look } from '../../ui/badge';
import { FixedTime } from '../../ui/time';
import { PanelMessage } from '../../ui/panel-message';
import { load, messages, type Sms } from './load';

const LOOKS: Readonly<Record<Sms['status'], Look>> = {
  due: { label: 'Due', shape: 'ring', tone: 'busy' },
  sending: { label: 'Being sent', shape: 'play', tone: 'busy' },
  sent: { label: 'Sent', shape: 'check', tone: 'ok' },
  failed: { label: 'Failed', shape: 'cross', tone: 'bad' },
  unknown: { label: 'Not known', shape: 'question', tone: 'warn' },
};
const UNKNOWN: Look = { label: 'Of a newer server', shape: 'question', tone: 'mute' };

export function TextMessages(): VNode {
  const preview = useSignal<string | null>(null);
  const said = useSignal<string | null>(null);
  const actions = useActions((error) => (said.value = messageOf(error)));
  const ask = async (dryRun: boolean): Promise<void> => {
    const { text, missing, sms } = await call('POST /api/sms', { body: { dry_run: dryRun } });
    said.value = missing ?? sms?.reason ?? null;
    preview.value = dryRun ? text : null;
    if (!dryRun) await load();
  };
  return (
    <section class="panel" aria-labelledby="sms-title">
      <div class="panel-head">
        <h2 id="sms-title">Text messages</h2>
        <div class="panel-actions">
          <button
            type="button"
            class="button button-small"
            disabled={actions.isBusy('show')}
            onClick={actions.press(() => ask(true), 'show')}
          >
            Show the next one
          </button>
          <button
            type="button"
            class="button button-small"
            disabled={actions.isBusy('send')}
            onClick={actions.press(() => ask(false), 'send')}
          >
            Send one now
          </button>
        </div>
      </div>
      <PanelMessage id="sms-said" text={said.value} />
      <div class="panel-body">
        {preview.value !== null && <pre id="sms-preview">{preview.value}</pre>}
        <ul id="text-messages" class="text-messages">
          {messages.value.map((message) => (
            <Message key={message.id} message={message} />
          ))}
        </ul>
        <p class="muted" hidden={messages.value.length > 0}>
          None was sent yet.
        </p>
      </div>
    </section>
  );
}

const Message = ({ message }: { message: Sms }): VNode => (
  <li data-sms={message.id}>
    <details>
      <summary>
        <FixedTime at={message.hour ?? message.created_at} />{' '}
        <Badge look={known(LOOKS, message.status) ?? UNKNOWN} />{' '}
        <span class="muted">
          {message.to.join(', ')} {message.message_status} {message.reason}
        </span>
      </summary>
      <pre>{message.text}</pre>
    </details>
  </li>
);
