/** Notifications with the page closed: this browser, the others of whoever looks, and when they are quiet. */
import type { VNode } from 'preact';
import { Badge } from '../../ui/badge';
import { PanelMessage } from '../../ui/panel-message';
import { FixedTime, LiveTime } from '../../ui/time';
import { browserName } from '../access/browser-name';
import { deliveryLook } from '../alerts/delivery-look';
import { QuietForm } from './quiet-form';
import { actions, type Browser, hindrance, mark, own, remove, said, subscribeHere, test } from './state';

export function PushPanel(): VNode {
  const { browsers = [], quiet_hours: quiet = null } = own.value ?? {};
  return (
    <section class="panel" id="push" aria-labelledby="push-title">
      <div class="panel-head">
        <h2 id="push-title">Notifications with the page closed</h2>
      </div>
      <PanelMessage id="push-message" {...said.value} />
      <div class="panel-body push-body" hidden={own.value === null}>
        <Here />
        {browsers.length > 0 && (
          <ul id="push-browsers" class="push-browsers">
            {browsers.map((one) => (
              <Row key={one.id} browser={one} />
            ))}
          </ul>
        )}
        <p class="muted">
          They name sessions, plans and numbers; commands and texts stay here. A browser gets no more when you
          log out of it, or its login is ended.
        </p>
        {own.value !== null && <QuietForm quiet={quiet} />}
      </div>
    </section>
  );
}

/** This browser, if it isn't one of those below. */
function Here(): VNode | null {
  const why = hindrance();
  if (own.value?.browsers.some((one) => one.mark === mark.value)) return null;
  return (
    <div class="push-here">
      <p id="push-here">
        {why ?? 'This browser is not subscribed: it notifies you with the page open only.'}
      </p>
      {why === null && (
        <button
          type="button"
          id="push-subscribe"
          class="button button-primary"
          data-own
          disabled={actions.isBusy('here')}
          onClick={actions.press(subscribeHere, 'here')}
        >
          Notify me here, also with the page closed
        </button>
      )}
    </div>
  );
}

function Row({ browser }: { browser: Browser }): VNode {
  const { id, service, subscribed_at: since, waiting, last } = browser;
  const name = browserName(browser.browser);
  return (
    <li data-browser={id} data-current={browser.mark === mark.value}>
      <div class="push-row-head">
        <strong title={browser.browser ?? undefined}>{name}</strong>
        {browser.mark === mark.value && (
          <span class="badge" data-tone="ok">
            This one
          </span>
        )}
        <span class="push-row-actions">
          <button
            type="button"
            class="button button-small"
            data-own
            aria-label={`Send a test to ${name}`}
            disabled={actions.isBusy(`test ${id}`)}
            onClick={actions.press(() => test(browser), `test ${id}`)}
          >
            Send a test
          </button>
          <button
            type="button"
            class="button button-small"
            data-own
            aria-label={`Remove ${name}`}
            disabled={actions.isBusy(id)}
            onClick={actions.press(() => remove(browser), id)}
          >
            Remove
          </button>
        </span>
      </div>
      <p class="muted">
        subscribed <FixedTime at={since} /> by {service}
        {waiting > 0 && ` · ${waiting} ${waiting === 1 ? 'alert waits' : 'alerts wait'}`}
        {last === null ? (
          ' · nothing was sent yet'
        ) : (
          <>
            {' · last message '}
            <LiveTime kind="ago" at={last.at} /> <Badge look={deliveryLook(last.status)} /> {last.reason}
          </>
        )}
      </p>
    </li>
  );
}
