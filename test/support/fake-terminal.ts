/** A terminal with Claude Code, drawn as it was recorded, with a guard on its keys as tmux has it. */
import { agentById } from '../../agents';
import type { Frame } from '../../agents/types';
import { silentLog } from '../../telemetry/log';
import type { HostDeps } from '../../terminal/context';
import { type Guard, type Mark, type PaneInfo, TmuxMovedError } from '../../terminal/tmux/types';
import type { Snapshot, SnapshotListener } from '../../terminal/watch/types';
import { changed, recording } from '../agents/recordings';
import { there } from '../store/support';
import { PANE } from '../workflows/support/looks';
import type { FakeHostStore } from './fake-host-store';

const IDLE = recording('claude-2.1.330', '11-idle-after-answer').frame;
const BUSY = recording('claude-2.1.330', '20-busy-streaming').frame;
const ASKING = recording('claude-2.1.330', '30-perm-bash').frame;
const CLAUDE = there(agentById('claude'));
const PROMPT_ROW = IDLE.lines.findIndex((line) => line.startsWith('❯ SAY'));
const BOX_ROW = IDLE.cursorY;
const END_ROW = IDLE.lines.findIndex((line) => line.startsWith('✻'));
const INTERRUPTED = '  ⎿  Interrupted · What should Claude do instead?';
/** No process has this number: who is in front can't be told. */
const NO_PID = 2 ** 22 + 1;

export interface FakeTerminal {
  readonly pane: PaneInfo;
  /** What was typed and pressed, in order. */
  readonly pressed: string[];
  readonly options: Record<string, string>;
  draft: string;
  isBusy: boolean;
  /** A dialog stands there in place of its work. */
  isAsking: boolean;
  /** How the last turn ended, by the screen. */
  ends: 'completed' | 'interrupted';
  /** The terminal has ended. */
  isGone: boolean;
  /** Called before each of these reaches tmux, which compares its guard afterwards. */
  before: (method: 'setPaneOptions' | 'keys' | 'paste') => Promise<void> | void;
  /** How many follow it. */
  followers(): number;
  /** Tells all who follow what is there now. */
  show(): void;
  readonly deps: HostDeps;
}

export function fakeTerminal(hostStore: FakeHostStore): FakeTerminal {
  const followers = new Set<SnapshotListener>();
  let sent = 'SAY hello there';

  const frame = (): Frame => {
    if (terminal.isAsking) return ASKING;
    if (terminal.isBusy) return BUSY;
    const rows: Record<number, string> = {
      [PROMPT_ROW]: `❯ ${sent}`,
      [BOX_ROW]: `❯ ${terminal.draft}`,
      ...(terminal.ends === 'interrupted' && { [END_ROW]: INTERRUPTED }),
    };
    const { lines } = changed(IDLE, { rows });
    return { ...IDLE, lines, cursorX: 2 + terminal.draft.length };
  };
  const look = (): Snapshot => {
    const shown = frame();
    const verdict = CLAUDE.classify(shown);
    return {
      ...{ session: 'a', pane: terminal.pane, frame: shown, atMs: Date.now() },
      ...{ agent: CLAUDE, reading: verdict, screen: verdict },
    };
  };
  const holds = ({ pid, frame: seen, options = {} }: Guard): boolean => {
    const now = frame();
    const still = seen === undefined || (seen.cursorX === now.cursorX && seen.cursorY === now.cursorY);
    const same = Object.entries(options).every(([name, value]) => (terminal.options[name] ?? '') === value);
    return pid === NO_PID && still && same && !terminal.isGone;
  };
  const type = async (guard: Guard, mark: Mark | undefined, keys: readonly string[]): Promise<void> => {
    if (!holds(guard)) throw new TmuxMovedError('it moved');
    if (mark) terminal.options[mark.option] = mark.value;
    terminal.pressed.push(...keys);
  };
  const tmux = {
    listPanes: async () => [terminal.pane],
    captureRows: async () => [...frame().lines],
    paneOption: async (_pane: string, name: string) => terminal.options[name] ?? '',
    async setPaneOptions(_pane: string, values: Record<string, string | null>, guard: Guard) {
      await terminal.before('setPaneOptions');
      if (!holds(guard)) return false;
      for (const [name, value] of Object.entries(values)) terminal.options[name] = value ?? '';
      return true;
    },
    async paste(_pane: string, text: string, guard: Guard, mark?: Mark) {
      await terminal.before('paste');
      await type(guard, mark, [text]);
      terminal.draft += text;
    },
    async keys(_pane: string, names: readonly string[], guard: Guard, mark?: Mark) {
      await terminal.before('keys');
      await type(guard, mark, names);
      if (!names.includes('Enter')) return;
      sent = terminal.draft;
      terminal.draft = '';
    },
  };
  const watch = {
    observeTerminal: async () => (terminal.isGone ? null : look()),
    refresh: async () => undefined,
    reportedIn: () => undefined,
    lastReported: async () => undefined,
    follow(_ref: unknown, listener: SnapshotListener) {
      followers.add(listener);
      return () => void followers.delete(listener);
    },
  };
  const terminal: FakeTerminal = {
    pane: { ...PANE, pid: NO_PID },
    ...{
      pressed: [],
      options: {},
      draft: '',
      isBusy: false,
      isAsking: false,
      ends: 'completed',
      isGone: false,
    },
    before: () => undefined,
    followers: () => followers.size,
    show() {
      for (const listener of [...followers]) listener(terminal.isGone ? null : look());
    },
    deps: {
      ...{ hostStore, tmux, watch, log: silentLog, host: 'box', submitDelayMs: 0, silentTimeoutMs: 5_000 },
      answers: { dir: '/nonexistent/responses', maxBytes: 1_024 },
    } as unknown as HostDeps,
  };
  return terminal;
}
