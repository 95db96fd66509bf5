/** Lines under the header: the lost connection, an engine that is down, the default password; and the page's foot. */
import { effect, signal } from '@preact/signals';
import type { VNode } from 'preact';
import { engineLink } from '../../app/engine-link';
import { state } from '../../app/state';
import { find, setLine } from '../../ui/dom';
import { mount } from '../../ui/mount';

/** A page that has just been opened isn't called lost. */
const FIRST_CONNECT_MS = 1500;
const LOST =
  'Reconnecting… The connection to the server is lost; what is shown may be old. It comes back by itself.';
const ENGINE_DOWN =
  'The workflow engine is down. Prompts are still accepted and start when it is back; see the log if it stays down.';
const DEFAULT_PASSWORD =
  'The default password is in use, so the dashboard can only be used from this machine. Set ARCHITECT_PASSWORD and start it again to change that.';

export function startBanner(): void {
  const isPatient = signal(true);
  setTimeout(() => (isPatient.value = false), FIRST_CONNECT_MS);
  effect(() => {
    if (state.live) isPatient.value = false;
    const engineDown = state.system?.engine_state === 'down' ? ENGINE_DOWN : '';
    setLine(find('#banner', HTMLElement), state.live || isPatient.value ? engineDown : LOST);
  });
}

/** What only the dashboard shows of the system. */
export function startSystem(): void {
  const link = find('#temporal-link', HTMLAnchorElement);
  effect(() => {
    const url = engineLink(state.system?.temporal_ui);
    link.hidden = !url;
    if (url) link.href = url;
    setLine(find('#notice', HTMLElement), state.system?.default_password ? DEFAULT_PASSWORD : '');
  });
  mount(<Foot />, find('#foot', HTMLElement));
}

function Foot(): VNode | null {
  const { system } = state;
  return (
    system && (
      <>
        <span>Architect Dashboard {system.version}</span>
        <span>
          {system.user} on {system.host}
        </span>
        <span>
          {system.engine} engine, namespace {system.namespace}
        </span>
      </>
    )
  );
}
