/** Engine, worker, store, tmux and the event stream: what works and what doesn't, in the header. */
import { effect, signal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Answer } from '../../app/api';
import { on, state } from '../../app/state';
import { at } from '../../app/root';
import { find, setLine } from '../../ui/dom';
import { Icon } from '../../ui/icon';
import { mount } from '../../ui/mount';

const REFRESH_MS = 15_000;
/** The stream opens at once; if it doesn't, health says why. */
const FIRST_MS = 1000;

interface Health {
  readonly trouble?: readonly string[];
  readonly checks?: Readonly<Record<string, string>>;
}
type Known = Answer<'GET /health'>;

/** What can't be reached has no checks. */
const health = signal<Health>({});

export function startHealth(): void {
  mount(<Lamps />, find('#health', HTMLElement));
  effect(() => {
    // What is said of the engine has a line of its own.
    const trouble = (health.value.trouble ?? []).filter((text) => !/^The workflow engine is down/.test(text));
    setLine(find('#trouble', HTMLElement), trouble.join(' '));
  });
  let wasRead = false;
  const refresh = (): void => {
    // Nobody looks; the state comes with the look.
    if (document.hidden) return;
    wasRead = true;
    void readHealth().then((read) => (health.value = read));
  };
  on('live', refresh);
  on('system', refresh);
  document.addEventListener('visibilitychange', refresh);
  setTimeout(() => {
    if (!wasRead) refresh();
  }, FIRST_MS);
  setInterval(refresh, REFRESH_MS);
}

/** Not by `call`: a degraded system may answer with an error status; its checks count all the same. */
async function readHealth(): Promise<Health> {
  try {
    const response = await fetch(at('/health'), { headers: { Accept: 'application/json' } });
    return ((await response.json()) as Known | null) ?? {};
  } catch {
    return {};
  }
}

/** Everyday parts are only worth their room when they fail; engine and worker are always shown. */
const ALWAYS = ['live', 'engine', 'worker'];

function Lamps(): VNode {
  const { checks = {} } = health.value;
  const names = ['engine', 'worker', ...Object.keys(checks).filter((name) => !ALWAYS.includes(name))];
  return (
    <>
      <Lamp name="live" value={state.live ? 'connected' : 'reconnecting'} isUp={state.live} />
      {names.map((name) => (
        <Lamp key={name} name={name} value={checks[name] ?? 'unknown'} isUp={checks[name] === 'up'} />
      ))}
    </>
  );
}

const Lamp = ({ name, value, isUp }: { name: string; value: string; isUp: boolean }): VNode => (
  <span
    class="lamp"
    data-check={name}
    data-tone={isUp ? 'ok' : 'bad'}
    hidden={isUp && !ALWAYS.includes(name)}
  >
    <Icon shape={isUp ? 'dot' : 'triangle'} />
    <span>{name}</span> <span class={isUp ? 'visually-hidden' : 'lamp-value'}>{value}</span>
  </span>
);
