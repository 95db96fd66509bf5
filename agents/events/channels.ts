/**
 * One channel for each terminal with an agent that tells of itself: its transcript is followed, its hooks are read, and
 * what they say is kept as the state of the turn. In memory only: a restarted worker reads the transcript's end again.
 */
import type { AgentProgram } from '../types';
import {
  type Channel,
  isOf,
  isOwn,
  isSame,
  leave,
  newChannel,
  type TerminalPane,
  terminalKey,
} from './channel';
import { type BelieveDeps, isBelieved } from './believe';
import { type PromptIn, servedPath } from './served';
import type { HookTold } from '../claude/hooks';
import type { HookReport } from '../hooks/event';
import { watchSpool } from '../hooks/spool';
import { tailFile } from './tail';
import { tell } from './reduce-turn';
import type { AgentEvent, TurnState } from './types';

export interface Channels {
  /** What the agent in this terminal told so far; makes the channel where there is none. */
  state(pane: TerminalPane, agent: AgentProgram | undefined): TurnState | undefined;
  /** Leaves the conversations that these terminals showed for prompts that they don't have any more. */
  leaveSettled(panes: readonly TerminalPane[]): Promise<void>;
  /** Reads everything that has been written by now. */
  refresh(pane: TerminalPane): Promise<void>;
  /** Looks again for the transcripts, which change with /clear or a resumed conversation, and reads them. */
  relocate(): Promise<void>;
  /** What the agent told to its last word, also where it or its terminal has ended since. */
  lastTold(terminal: FormerTerminal, agent: AgentProgram): Promise<TurnState | undefined>;
  /** Follows no terminal but these. */
  keep(panes: readonly TerminalPane[]): void;
  /** True where hooks have reported from this terminal. */
  hasHooks(pane: TerminalPane): boolean;
  stop(): Promise<void>;
}

/** A terminal that may have ended; null = the record doesn't know the process. */
export interface FormerTerminal {
  readonly paneId: string;
  readonly pid: number | null;
}

export interface ChannelsDeps extends BelieveDeps {
  /** Directory of the hooks' reports; undefined = no hooks. */
  readonly spoolDir?: string;
  /** Something new was told in the terminal. */
  readonly onTold: (paneId: string) => void;
  /** The prompt that was given to the terminal and is not settled yet; unset = none ever. */
  readonly promptIn?: PromptIn;
}

/** So many agents that have ended are remembered: their last words may come late. */
const MAX_FORMER = 100;
/** Pause between two looks for a transcript that isn't there yet. */
const LOCATE_AGAIN_MS = 500;
/** So many reports are kept whose conversation isn't known to be in a terminal yet. */
const MAX_UNPLACED = 100;

export function createChannels(deps: ChannelsDeps): Channels {
  const { log, onTold, spoolDir, promptIn } = deps;
  const channels = new Map<string, Channel>();
  /** Channels of agents and terminals that have ended, the newest last. */
  const former: Channel[] = [];
  /** Reports that came before the pane was first looked at. */
  const early = new Map<string, HookReport[]>();
  /** Reports of conversations that no terminal is known to show. */
  const unplaced: HookReport[] = [];

  function tellAll(channel: Channel, events: readonly AgentEvent[]): boolean {
    const { phase, turn } = channel.state;
    for (const event of events) channel.state = tell(channel.state, event);
    // A word more of an answer is no news; the watch would look at the pane for each of them.
    const now = channel.state;
    return (
      now.phase !== phase || now.turn?.startedMs !== turn?.startedMs || !now.turn?.ending !== !turn?.ending
    );
  }

  function follow(channel: Channel, path: string): void {
    if (channel.tail?.path === path) return;
    channel.tail?.stop();
    const reader = channel.agent.evidence?.transcript?.reader();
    if (!reader) return;
    let changed = false;
    channel.tail = tailFile(
      path,
      (line) => {
        try {
          changed = tellAll(channel, reader(line)) || changed;
        } catch (error) {
          log.debug({ err: error, path }, 'a record of the transcript could not be read');
        }
      },
      () => {
        if (changed) onTold(channel.pane.paneId);
        changed = false;
      },
    );
    if (former.includes(channel)) channel.tail.unwatch();
    void channel.tail.read();
  }

  function locate(channel: Channel): Promise<void> {
    const find = channel.agent.evidence?.transcript?.locate;
    if (!find) return Promise.resolve();
    channel.locatedMs = performance.now();
    channel.locating ??= find(channel.pane.pid)
      .then(async (own) => {
        if (own !== undefined) channel.served = undefined;
        const path = own ?? (await servedPath(channel, [...channels.values()], promptIn));
        if (path !== undefined && isKept(channel)) follow(channel, path);
        if (!channel.served) return;
        await channel.tail?.read();
        replay(channel);
      })
      .catch((error: unknown) => log.warn({ err: error, paneId: channel.pane.paneId }, 'no transcript found'))
      .finally(() => (channel.locating = undefined));
    return channel.locating;
  }

  /** A search that is under way may have looked before the prompt was written. */
  async function locateAnew(channel: Channel): Promise<void> {
    await channel.locating;
    await locate(channel);
  }

  const isKept = (channel: Channel): boolean =>
    channels.get(terminalKey(channel.pane)) === channel || former.includes(channel);

  async function leaveIfSettled(channel: Channel): Promise<void> {
    const { served, pane } = channel;
    if (!served || isSame(await promptIn?.(pane), served)) return;
    if (channel.served === served) leave(channel);
  }

  function take(channel: Channel, report: HookReport): void {
    const told = channel.agent.evidence?.hooks?.read(report.payload, report.atMs);
    if (!told) return;
    if (isOwn(channel, report, told.conversation)) return accept(channel, told);
    if (place(report, channel.agent, told)) return;
    log.debug(
      { paneId: report.paneId },
      'a hook of an agent that the agent of this terminal runs: not its own',
    );
    if (!channel.tail) void locate(channel);
  }

  function accept(channel: Channel, told: HookTold): void {
    channel.hooks = true;
    if (told.transcriptPath !== undefined && !channel.served) follow(channel, told.transcriptPath);
    if (tellAll(channel, told.events)) onTold(channel.pane.paneId);
    void (channel.tail ? channel.tail.read() : locate(channel));
  }

  /** Its agent has ended, but what it wrote last may not have been read yet. */
  function retire(key: string, channel: Channel): void {
    channels.delete(key);
    channel.tail?.unwatch();
    former.push(channel);
    if (former.length > MAX_FORMER) former.shift()?.tail?.stop();
  }

  /** A shared process reports for all its terminals from the one that started it: each report goes where its conversation is. */
  function place(
    report: HookReport,
    agent: AgentProgram,
    told = agent.evidence?.hooks?.read(report.payload, report.atMs),
  ): boolean {
    if (!told || !agent.evidence?.transcript?.holding) return false;
    const all = [...channels.values()].filter((channel) => channel.agent.id === agent.id);
    const channel = all.find(({ tail }) => isOf(tail, told.conversation));
    if (channel) {
      accept(channel, told);
      return true;
    }
    unplaced.push(report);
    unplaced.splice(0, unplaced.length - MAX_UNPLACED);
    for (const waiting of all) if (!waiting.tail) void locateAnew(waiting);
    return false;
  }

  /** Reports that came before it was known that their conversation is in this terminal. */
  function replay(channel: Channel): void {
    const { agent, served, tail } = channel;
    for (const report of unplaced.filter(({ atMs }) => served && atMs >= served.sinceMs)) {
      const told = agent.evidence?.hooks?.read(report.payload, report.atMs);
      if (!told || !isOf(tail, told.conversation)) continue;
      unplaced.splice(unplaced.indexOf(report), 1);
      accept(channel, told);
    }
  }

  /** False: it can't be judged yet. */
  async function onReport(report: HookReport): Promise<boolean> {
    const believed = await isBelieved(deps, report);
    try {
      if (believed) deliver(report);
    } catch (error) {
      // The same at every other try.
      log.warn({ err: error, paneId: report.paneId }, 'a report of a hook could not be read');
    }
    return believed !== undefined;
  }

  function deliver(report: HookReport): void {
    const inPane = ({ pane }: Channel): boolean => pane.paneId === report.paneId;
    const live = [...channels.values()].find(inPane);
    const channel = live?.agent.id === report.agent ? live : former.findLast(inPane);
    if (channel?.agent.id === report.agent) {
      take(channel, report);
      return;
    }
    // The terminal that started a shared process may be gone, or run something else.
    const served = [...channels.values()].find(({ agent }) => agent.id === report.agent);
    if ((served && place(report, served.agent)) || live) return;
    early.set(report.paneId, [...(early.get(report.paneId) ?? []), report].slice(-100));
    onTold(report.paneId);
  }

  const spool = spoolDir === undefined ? undefined : watchSpool({ dir: spoolDir, log, onReport });

  return {
    state(pane, agent) {
      const key = terminalKey(pane);
      let channel = channels.get(key);
      if (channel && channel.agent.id !== agent?.id) {
        retire(key, channel);
        channel = undefined;
      }
      if (!channel) {
        if (!agent?.evidence) return undefined;
        channel = newChannel(pane, agent, -LOCATE_AGAIN_MS);
        channels.set(key, channel);
        for (const report of early.get(pane.paneId) ?? [])
          if (report.agent === agent.id) take(channel, report);
        early.delete(pane.paneId);
      }
      if (!channel.tail && performance.now() - channel.locatedMs >= LOCATE_AGAIN_MS) void locate(channel);
      return channel.state;
    },
    async leaveSettled(panes) {
      const served = panes.flatMap((pane) => channels.get(terminalKey(pane)) ?? []);
      await Promise.all(served.map(leaveIfSettled));
    },
    async refresh(pane) {
      const channel = channels.get(terminalKey(pane));
      if (!channel) return;
      await spool?.drain();
      // That of a shared process is this terminal's as long as no other one has the prompt, too.
      if (!channel.tail || channel.served) await locateAnew(channel);
      await channel.tail?.read();
    },
    async lastTold({ paneId, pid }, agent) {
      await spool?.drain();
      const channel = [...former, ...channels.values()].findLast(
        (one) =>
          one.agent.id === agent.id && one.pane.paneId === paneId && (pid === null || one.pane.pid === pid),
      );
      await channel?.locating;
      await channel?.tail?.read();
      return channel?.state;
    },
    async relocate() {
      await Promise.all(
        [...channels.values()].map(async (channel) => {
          await locate(channel);
          // In case the system did not tell of a change.
          await channel.tail?.read();
        }),
      );
    },
    keep(panes) {
      const alive = new Set(panes.map(terminalKey));
      for (const [key, channel] of channels) {
        if (!alive.has(key)) retire(key, channel);
      }
      const ids = new Set(panes.map(({ paneId }) => paneId));
      for (const paneId of early.keys()) if (!ids.has(paneId)) early.delete(paneId);
    },
    hasHooks: (pane) => channels.get(terminalKey(pane))?.hooks ?? false,
    async stop() {
      for (const { tail } of [...channels.values(), ...former]) tail?.stop();
      channels.clear();
      await spool?.stop();
    },
  };
}
