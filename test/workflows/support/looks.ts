/** Looks at a session as the watch makes them, for rules that need no terminal. */
import type { PaneInfo } from '../../../terminal/tmux/types';
import type { AgentProgram, SessionReading } from '../../../agents/types';
import type { TurnState } from '../../../agents/events/types';
import { agentById } from '../../../agents';
import type { Snapshot } from '../../../terminal/watch/types';
import { there } from '../../store/support';

export const PANE: PaneInfo = {
  paneId: '%1',
  server: '7 1700000000',
  session: 'a',
  windowIndex: 0,
  paneIndex: 0,
  pid: 100,
  dead: false,
  inMode: false,
  width: 80,
  height: 24,
  cursorX: 2,
  cursorY: 5,
  historySize: 0,
  alternateScreen: false,
  outputAtMs: 0,
  attached: 0,
  command: 'claude',
  title: 'claude',
  workingDir: '/srv',
  owner: '',
  writer: '',
};

export const CLAUDE: AgentProgram = there(agentById('claude'));
export const SHELL: AgentProgram = there(agentById('shell'));

export interface LookChange {
  readonly pane?: Partial<PaneInfo>;
  readonly verdict?: Partial<SessionReading>;
  readonly agent?: AgentProgram;
  readonly told?: TurnState;
  readonly atMs?: number;
}

export function look(
  state: SessionReading['state'],
  { pane = {}, verdict = {}, agent = CLAUDE, told, atMs = Date.now() }: LookChange = {},
): Snapshot {
  const shown = { ...PANE, ...pane };
  const { width, height, cursorX, cursorY, historySize, title, command, dead } = shown;
  const shownVerdict = {
    ...{ state, reason: `it is ${state}`, rule: `claude.${state}`, evidence: 'a line' },
    ...verdict,
  };
  return {
    session: shown.session,
    pane: shown,
    atMs,
    frame: {
      ...{ width, height, cursorX, cursorY, historySize, title, command, dead },
      lines: ['> ', ...Array.from({ length: height - 1 }, () => '')],
    },
    agent,
    reading: shownVerdict,
    screen: shownVerdict,
    ...(told && { reported: told }),
  };
}
