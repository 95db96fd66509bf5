/**
 * Engine, worker, store, tmux and the event stream: what works and what doesn't, in the header.
 * @import { Answer } from '../../api/document/client-types'
 * @import { View } from './dom'
 */
import { find, h, reconcile, setAttribute, setMessage, setText } from './dom';
import { icon, setShape } from './icons';
import { onAny, state } from './app/state';

const REFRESH_MS = 15_000;
/** @typedef {Pick<Answer<'GET /health'>, 'status'> & { trouble?: readonly string[], checks: Partial<Answer<'GET /health'>['checks']> }} Health */

/** @type {Health} */
const UNREACHABLE = { status: 'degraded', checks: {} };

export function startHealth() {
  let health = UNREACHABLE;
  const show = () => {
    reconcile(find('#health'), parts(health), (part) => part.name, lamp);
    // What is told of the engine stands in a line of its own.
    const trouble = (health.trouble ?? []).filter((text) => !/^The workflow engine is down/.test(text));
    setMessage(find('#trouble'), trouble.join(' '));
  };
  const refresh = async () => {
    health = await readHealth();
    show();
  };
  onAny(['live', 'system'], refresh);
  setInterval(refresh, REFRESH_MS);
  refresh();
}

/**
 * Not by `call`: a degraded system may answer with an error status; its checks count all the same.
 * @returns {Promise<Health>}
 */
async function readHealth() {
  try {
    const response = await fetch('/health', { headers: { Accept: 'application/json' } });
    return (await response.json()) ?? UNREACHABLE;
  } catch {
    return UNREACHABLE;
  }
}

/** @param {Health} health */
function parts({ checks = {} }) {
  const named = [
    'engine',
    'worker',
    ...Object.keys(checks).filter((name) => name !== 'engine' && name !== 'worker'),
  ];
  const rows = named.map((name) => ({ name, value: checks[name] ?? 'unknown', isUp: checks[name] === 'up' }));
  return [{ name: 'live', value: state.live ? 'connected' : 'reconnecting', isUp: state.live }, ...rows];
}

/** Everyday parts are only worth their room when they fail; engine and worker are always shown. */
const ALWAYS = ['live', 'engine', 'worker'];

/** @typedef {ReturnType<typeof parts>[number]} Part */

/** @param {Part} first @returns {View<Part>} */
function lamp({ name }) {
  const shape = icon('dot');
  const value = h('span', { class: 'lamp-value' });
  const element = h('span', { class: 'lamp', 'data-check': name }, shape, h('span', {}, name), ' ', value);
  return {
    element,
    update({ value: text, isUp }) {
      element.hidden = isUp && !ALWAYS.includes(name);
      setAttribute(element, 'data-tone', isUp ? 'ok' : 'bad');
      setShape(shape, isUp ? 'dot' : 'triangle');
      setText(value, text);
      setAttribute(value, 'class', isUp ? 'visually-hidden' : 'lamp-value');
    },
  };
}
