/** Lines under the header: the lost connection, an engine that is down, the default password; and the page's foot. */
import { find, h, safeUrl, setAttribute, setMessage } from './dom';
import { on, onAny, state } from './app/state';

/** A page that has just been opened isn't called lost. */
const FIRST_CONNECT_MS = 1500;

export function startBanner() {
  let patient = true;
  const show = () => setMessage(find('#banner'), state.live || patient ? engineDown() : LOST);
  setTimeout(() => {
    patient = false;
    show();
  }, FIRST_CONNECT_MS);
  on('live', () => {
    patient = false;
    show();
  });
  onAny(['state', 'system'], show);
}

const LOST =
  'Reconnecting… The connection to the server is lost; what is shown may be old. It comes back by itself.';

function engineDown() {
  if (state.system?.engine_state !== 'down') return '';
  return 'The workflow engine is down. Prompts are still accepted and start when it is back; see the log if it stays down.';
}

/** What only the dashboard shows of the system. */
export function startSystem() {
  const show = () => {
    const { system } = state;
    if (!system) return;
    const link = find('#temporal-link');
    const url = safeUrl(system.temporal_ui);
    link.hidden = !url;
    setAttribute(link, 'href', url);
    setMessage(find('#notice'), system.default_password ? DEFAULT_PASSWORD : '');
    find('#foot').replaceChildren(
      h('span', {}, `Architect Dashboard ${system.version}`),
      h('span', {}, `${system.user} on ${system.host}`),
      h('span', {}, `${system.engine} engine, namespace ${system.namespace}`),
    );
  };
  onAny(['state', 'system'], show);
}

const DEFAULT_PASSWORD =
  'The default password is in use, so the dashboard can only be used from this machine. Set ARCHITECT_PASSWORD and start it again to change that.';
