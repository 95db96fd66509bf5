/** Eight terminals that change all the time, shown as tiles on a page: what that costs beyond watching them. */
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { type Dashboard, startDashboard } from '../../test/support/dashboard';
import { childrenOf, cpuPercent } from '../lib/processes';
import { repaint, REPAINT_MS } from '../lib/repaint';
import type { Group } from '../lib/report';
import { percent } from '../lib/statistics';

const TILES = 8;
/** With and without them, in turns. */
const TURNS = 3;
const GOAL_PERCENT = 5;

type Cpu = Record<'server' | 'tmux', number>;

export async function tiles(durationMs: number): Promise<Group> {
  const dashboard = await startDashboard();
  try {
    const names = Array.from({ length: TILES }, (_, index) => `worker${index}`);
    for (const name of names) await dashboard.shell(name);
    const engine = dashboard.enginePid();
    const clients = childrenOf(dashboard.pid()).filter((pid) => pid !== engine);
    const groups = {
      server: [dashboard.pid()],
      tmux: [await dashboard.tmux.serverPid(), ...clients],
    };
    const measure = () => cpuPercent(groups, () => pause(durationMs));
    const stop = await repaint(dashboard, names);
    try {
      const without: Cpu[] = [];
      const shown: Cpu[] = [];
      let told = 0;
      for (let turn = 0; turn < TURNS; turn += 1) {
        await pause(2_000);
        without.push(await measure());
        const page = await openTiles(dashboard, names);
        await pause(2_000);
        const before = page.told();
        shown.push(await measure());
        told += page.told() - before;
        page.close();
      }
      return report({
        without: meanOf(without),
        shown: meanOf(shown),
        perSecond: (told * 1_000) / (TURNS * durationMs),
      });
    } finally {
      stop();
    }
  } finally {
    await dashboard.close();
  }
}

async function openTiles(
  dashboard: Dashboard,
  sessions: readonly string[],
): Promise<{ told: () => number; close: () => void }> {
  const socket = new WebSocket(`${dashboard.url.replace(/^http/, 'ws')}/api/tiles`, {
    headers: { authorization: `Bearer ${dashboard.token()}` },
  });
  let told = 0;
  socket.on('message', () => (told += 1));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.send(JSON.stringify({ type: 'show', sessions }));
  return { told: () => told, close: () => socket.close() };
}

function meanOf(all: readonly Cpu[]): Cpu {
  const mean = (name: keyof Cpu): number => all.reduce((sum, one) => sum + one[name], 0) / all.length;
  return { server: mean('server'), tmux: mean('tmux') };
}

interface Findings {
  readonly without: Cpu;
  readonly shown: Cpu;
  /** Tiles that came. */
  readonly perSecond: number;
}

function report({ without, shown, perSecond }: Findings): Group {
  const more = { server: shown.server - without.server, tmux: shown.tmux - without.tmux };
  const parts = (cpu: Cpu): string => `server ${percent(cpu.server)}, tmux ${percent(cpu.tmux)}`;
  return {
    title: `${TILES} live tiles`,
    note:
      `Shares of one core. ${TILES} panes are repainted every ${REPAINT_MS} ms from outside, with nobody looking and with one page that ` +
      `has all of them in view, in turns (${TURNS} of each). ${perSecond.toFixed(1)} tiles a second came to the page.`,
    rows: [
      {
        what: 'what the tiles cost: server and tmux',
        limit: '',
        ours: percent(more.server + more.tmux),
        goal: `<= ${GOAL_PERCENT} %`,
        met: more.server + more.tmux <= GOAL_PERCENT,
      },
      { what: 'all of it, with the tiles', limit: '', ours: parts(shown), goal: '' },
      { what: 'with nobody looking', limit: '', ours: parts(without), goal: '' },
    ],
  };
}
