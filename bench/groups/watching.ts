/** A hundred panes, twenty of them repainting all the time: what watching them costs. */
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { createTmux } from '../../terminal/tmux';
import { type Dashboard, startDashboard } from '../../test/support/dashboard';
import { childrenOf, cpuPercent } from '../lib/processes';
import { repaint, REPAINT_MS } from '../lib/repaint';
import type { Group } from '../lib/report';
import { percent, times } from '../lib/statistics';

const PANES = 100;
const BUSY = 20;
const BARE_TICK_MS = 200;
const GOAL_PERCENT = 8;

export async function watching(durationMs: number): Promise<Group> {
  const dashboard = await startDashboard();
  try {
    const names = Array.from({ length: PANES }, (_, index) => `worker${String(index).padStart(3, '0')}`);
    for (const name of names)
      await dashboard.tmux.session(name, 'env', 'PS1=$ ', 'bash', '--norc', '--noprofile');
    await Promise.all(
      names.map((name) => dashboard.sessionWhere(name, ({ status }) => status === 'waiting_input', 120_000)),
    );
    const engine = dashboard.enginePid();
    const tmuxServer = await dashboard.tmux.serverPid();
    const clients = childrenOf(dashboard.pid()).filter((pid) => pid !== engine);
    const groups = { server: [dashboard.pid()], tmux: [tmuxServer, ...clients], engine: [engine] };
    const measure = () => cpuPercent(groups, () => pause(durationMs));

    await pause(2_000);
    const still = await measure();
    const stillCommands = await tmuxCommands(dashboard);
    // Each of the 20 has a prompt in progress: these panes are looked at most often.
    const busy = names.slice(0, BUSY);
    const ids: number[] = [];
    for (const name of busy)
      ids.push(await dashboard.send({ content: 'cat > /dev/null', target_session: name }));
    for (const id of ids) await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
    const stop = await repaint(dashboard, busy);
    try {
      await pause(2_000);
      const working = await measure();
      const workingCommands = await tmuxCommands(dashboard);
      await dashboard.stop();
      const unwatched = await cpuPercent({ own: [process.pid], tmux: [tmuxServer] }, () => pause(durationMs));
      const looped = await bareLoop(dashboard, durationMs, tmuxServer);
      const bare = looped - unwatched.own - unwatched.tmux;
      return report({ still, working, unwatched: unwatched.tmux, bare, stillCommands, workingCommands });
    } finally {
      stop();
    }
  } finally {
    await dashboard.close();
  }
}

interface Commands {
  readonly perSecond: number;
  readonly lists: number;
  readonly captures: number;
}

/** Counts what tmux itself notes down of the commands it carries out, as long as from one sweep over all panes to the next. */
async function tmuxCommands({ tmux }: Dashboard): Promise<Commands> {
  const seconds = 5;
  await tmux.command('set-option', '-s', 'message-limit', '100000');
  const count = async (name: string): Promise<number> =>
    (await tmux.command('show-messages')).split('\n').filter((line) => line.includes(name)).length;
  const names = ['list-panes', 'capture-pane', 'list-clients', 'display-message'] as const;
  const before = await Promise.all(names.map(count));
  await pause(seconds * 1000);
  const after = await Promise.all(names.map(count));
  await tmux.command('set-option', '-s', 'message-limit', '1000');
  const rates = names.map((_, index) => ((after[index] as number) - (before[index] as number)) / seconds);
  return {
    perSecond: rates.reduce((sum, rate) => sum + rate, 0),
    lists: rates[0] as number,
    captures: rates[1] as number,
  };
}

/** The least that watching can be: one list a tick and the screens of the busy panes, thrown away. */
async function bareLoop({ tmux }: Dashboard, durationMs: number, tmuxServer: number): Promise<number> {
  const client = createTmux({ socketName: tmux.socketName, log: pino({ level: 'silent' }) });
  try {
    await client.listPanes();
    const clients = childrenOf(process.pid);
    const cpu = await cpuPercent({ own: [process.pid, ...clients], tmux: [tmuxServer] }, async () => {
      const endMs = performance.now() + durationMs;
      while (performance.now() < endMs) {
        const panes = await client.listPanes();
        await client.capture(panes.slice(0, BUSY));
        await pause(BARE_TICK_MS);
      }
    });
    return cpu.own + cpu.tmux;
  } finally {
    await client.close();
  }
}

type Cpu = Record<'server' | 'tmux' | 'engine', number>;

interface Findings {
  readonly still: Cpu;
  readonly working: Cpu;
  /** The tmux server's share while it is repainted and nobody looks. */
  readonly unwatched: number;
  readonly bare: number;
  readonly stillCommands: Commands;
  readonly workingCommands: Commands;
}

function report({ still, working, unwatched, bare, stillCommands, workingCommands }: Findings): Group {
  const watching = working.server + working.tmux - unwatched;
  const parts = (cpu: Cpu): string =>
    `server ${percent(cpu.server)}, tmux ${percent(cpu.tmux)}, engine ${percent(cpu.engine)}`;
  const told = ({ lists, captures }: Commands): string =>
    `${lists.toFixed(1)} lists/s, ${captures.toFixed(0)} captures/s${lists > 0 ? `, ${(captures / lists).toFixed(1)} captures a tick` : ''}`;
  return {
    title: `Watching ${PANES} panes`,
    note:
      `Shares of one core. ${BUSY} panes have a prompt in progress and are repainted every ${REPAINT_MS} ms from outside; what the ` +
      `tmux server needs for that with nobody watching (${percent(unwatched)}) is taken off. The limit is a bare loop over the same ` +
      `panes: a list and ${BUSY} captures, then ${BARE_TICK_MS} ms of rest.`,
    rows: [
      {
        what: `${BUSY} of them busy: server and tmux`,
        limit: percent(bare),
        ours: percent(watching),
        ratio: times(watching / bare),
        goal: `<= ${GOAL_PERCENT} %`,
        met: watching <= GOAL_PERCENT,
      },
      { what: 'the same in parts, nothing taken off', limit: '', ours: parts(working), goal: '' },
      { what: 'commands of tmux, busy', limit: '', ours: told(workingCommands), goal: '' },
      { what: 'all quiet', limit: '', ours: parts(still), goal: '' },
      { what: 'commands of tmux, quiet', limit: '', ours: told(stillCommands), goal: '' },
    ],
  };
}
