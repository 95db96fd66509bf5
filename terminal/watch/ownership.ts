/**
 * Whose terminals are whose, where several dashboards share a tmux server. An owner is written on the pane, in a user
 * option that tmux compares in the moment of each key; a heartbeat on the server says that the owner still works. A
 * dashboard that is stopped for longer loses its terminals to the others, and its keys are refused when it wakes.
 */
import type { Logger } from 'pino';
import type { PaneInfo, Tmux } from '../tmux/types';

export const OWNER_OPTION = '@architect_owner';
const BEAT_PREFIX = '@architect_beat_';
const BEAT_EVERY_MS = 5_000;
/** Heartbeats of others are read again after so long. */
const READ_AGAIN_MS = 2_000;
/** A heartbeat that hasn't moved for so long, while we were awake ourselves, is that of a dead dashboard. */
const DEAD_AFTER_MS = 30_000;
/** A longer pause between two looks is ours: we slept, and can't tell how long the others did. */
const AWAKE_MS = 5_000;

export interface Ownership {
  /** Beats, reads the others' heartbeats, and takes the panes that nobody owns. Gives the panes as they are now. */
  settle(panes: readonly PaneInfo[]): Promise<PaneInfo[]>;
  /** Who owns the pane instead of us, in words for a person; undefined = it is ours, or nobody's. */
  guestOf(pane: PaneInfo): string | undefined;
  /** Options of a pane that is made for this dashboard. */
  readonly marks: Readonly<Record<string, string>>;
  /** Takes the terminal from its owner. False where it is gone. */
  takeOver(pane: PaneInfo): Promise<boolean>;
}

export interface OwnershipDeps {
  readonly tmux: Pick<Tmux, 'setPaneOptions' | 'serverOptions' | 'setServerOption'>;
  /** Letters and digits; the same after a restart of this dashboard. */
  readonly instanceId: string;
  /** How a person reaches this dashboard. */
  readonly describe: () => string;
  readonly log: Logger;
  readonly deadAfterMs?: number;
  readonly beatEveryMs?: number;
  readonly nowMs?: () => number;
}

interface Heartbeat {
  readonly value: string;
  /** How long we have watched it stand still. */
  stillMs: number;
}

/** Where only one dashboard can be: everything is ours. */
export const SOLE_OWNER: Ownership = {
  settle: (panes) => Promise.resolve([...panes]),
  guestOf: () => undefined,
  marks: {},
  takeOver: () => Promise.resolve(true),
};

export function createOwnership(deps: OwnershipDeps): Ownership {
  const { tmux, instanceId, describe, log } = deps;
  const { deadAfterMs = DEAD_AFTER_MS } = deps;
  const { beatEveryMs = Math.min(BEAT_EVERY_MS, deadAfterMs / 4) } = deps;
  const { nowMs = () => performance.now() } = deps;
  const heartbeats = new Map<string, Heartbeat>();
  let beatAt = -Infinity;
  let beatOn: string | undefined;
  let readAt = -Infinity;

  async function beat(server: string): Promise<void> {
    if (server === beatOn && nowMs() - beatAt < beatEveryMs) return;
    beatAt = nowMs();
    beatOn = server;
    await tmux.setServerOption(`${BEAT_PREFIX}${instanceId}`, `${Date.now()} ${describe()}`);
  }

  async function readHeartbeats(): Promise<void> {
    const sinceMs = nowMs() - readAt;
    if (sinceMs < Math.min(READ_AGAIN_MS, deadAfterMs / 4)) return;
    readAt = nowMs();
    const awakeMs = sinceMs < AWAKE_MS ? sinceMs : 0;
    const options = await tmux.serverOptions(BEAT_PREFIX);
    const beating = Object.keys(options).map((name) => name.slice(BEAT_PREFIX.length));
    for (const id of new Set([...heartbeats.keys(), ...beating])) {
      const value = options[`${BEAT_PREFIX}${id}`] ?? '';
      const known = heartbeats.get(id);
      if (known?.value === value) known.stillMs += awakeMs;
      else heartbeats.set(id, { value, stillMs: 0 });
    }
  }

  const isForeign = ({ owner }: PaneInfo): boolean => owner !== '' && owner !== instanceId;
  /** An owner without any heartbeat is judged like one whose heartbeat stands still. */
  const isDead = (owner: string): boolean => {
    const known = heartbeats.get(owner);
    if (!known) heartbeats.set(owner, { value: '', stillMs: 0 });
    return (known?.stillMs ?? 0) >= deadAfterMs;
  };

  async function take(pane: PaneInfo): Promise<PaneInfo> {
    const options = { [OWNER_OPTION]: pane.owner };
    const taken = await tmux.setPaneOptions(
      pane.paneId,
      { [OWNER_OPTION]: instanceId },
      { pid: pane.pid, options },
    );
    if (taken && pane.owner !== '')
      log.warn({ session: pane.session, from: pane.owner }, 'taken over from a dashboard that is gone');
    return taken ? { ...pane, owner: instanceId } : pane;
  }

  return {
    async settle(panes) {
      const [first] = panes;
      if (!first) return [];
      await beat(first.server);
      if (panes.some(isForeign)) await readHeartbeats();
      return Promise.all(
        panes.map(async (pane) => {
          const free = pane.owner === '' || (isForeign(pane) && isDead(pane.owner));
          return free && !pane.dead ? take(pane) : pane;
        }),
      );
    },
    guestOf(pane) {
      if (!isForeign(pane)) return undefined;
      const value = heartbeats.get(pane.owner)?.value ?? '';
      const where = value.slice(value.indexOf(' ') + 1);
      return `another dashboard (${where === '' ? pane.owner : where})`;
    },
    marks: { [OWNER_OPTION]: instanceId },
    async takeOver(pane) {
      const { owner } = await take(pane);
      return owner === instanceId;
    },
  };
}
