/** The terminals of a host: which there are, what each is called, and which are gone. Names follow the terminals. */
import type { Logger } from 'pino';
import type { HostSessions, Renamed, TerminalRef } from '../../workflows/contracts/host-store';
import type { PaneInfo } from '../tmux/types';
import { untilDone } from './until-done';
import { isTerminal, labelPanes, terminalKey, type LabelledPane } from './labels';

/** A terminal is given up after it was missing so often in a row: a hiccup of tmux ends nothing. */
const MISSES = 2;

export interface Gone {
  readonly name: string;
  readonly key: string;
  readonly pane: PaneInfo | undefined;
}

export type Roster = ReturnType<typeof createRoster>;

interface Entry {
  label: string;
  pane: PaneInfo | undefined;
  misses: number;
}

export function createRoster({
  hostStore,
  host,
  log,
  nameHere,
  onRenamed,
}: {
  readonly hostStore: Pick<HostSessions, 'presentSessions' | 'renameSessions'>;
  readonly host: string;
  readonly log: Logger;
  /** What a session of that tmux name is called in the store. */
  readonly nameHere: (session: string) => string;
  readonly onRenamed: (renamed: Renamed) => void;
}) {
  const entries = new Map<string, Entry>();
  /** Rows whose terminal was never seen by this process: it may have ended meanwhile. */
  const unseen = new Map<string, Entry>();

  /** The sessions of before this process; asked for until they are known. */
  async function load(): Promise<void> {
    for (const { name, terminal } of await hostStore.presentSessions(host)) {
      const entry: Entry = { label: name, pane: undefined, misses: 0 };
      const { server = null, paneId, pid = null } = terminal ?? {};
      if (server === null || paneId === undefined || pid === null) unseen.set(name, entry);
      else entries.set(terminalKey({ server, paneId, pid }), entry);
    }
  }
  const loaded = untilDone(load);

  /** Takes over what tmux lists now. The record follows first: what is kept here never runs ahead of it. */
  async function update(panes: readonly PaneInfo[]): Promise<LabelledPane[]> {
    await loaded();
    const labelled = labelPanes(panes, (key) => entries.get(key)?.label, nameHere);
    const moved = labelled.some(({ label, pane }) => {
      const known = entries.get(terminalKey(pane));
      return known !== undefined && known.label !== label;
    });
    if (moved) {
      const terminals = labelled.map(({ label, pane: { server, paneId, pid } }) => ({
        label,
        server,
        paneId,
        pid,
      }));
      const renamed = await hostStore.renameSessions(terminals, host);
      for (const rename of renamed.renames) log.info(rename, 'a session has another name now');
      onRenamed(renamed);
    }
    for (const { label, pane } of labelled) {
      entries.set(terminalKey(pane), { label, pane, misses: 0 });
      unseen.delete(label);
    }
    return labelled;
  }

  return {
    update,
    /** Counts what is missing; gives what is gone. It is forgotten by `forget`, once the record knows. */
    missing(listed: readonly LabelledPane[], certain: boolean): { gone: Gone[]; again: boolean } {
      const keys = new Set(listed.map(({ pane }) => terminalKey(pane)));
      const gone: Gone[] = [];
      let again = false;
      for (const [key, entry] of [...entries, ...unseen]) {
        if (keys.has(key)) continue;
        entry.misses += 1;
        if (entry.misses >= MISSES || certain) gone.push({ name: entry.label, key, pane: entry.pane });
        else again = true;
      }
      return { gone, again };
    },
    forget(key: string): void {
      entries.delete(key);
      unseen.delete(key);
    },
    /** True where a terminal that is there has that name. */
    has: (label: string, except: string): boolean =>
      [...entries].some(([key, entry]) => key !== except && entry.label === label && entry.misses === 0),
    byName: (name: string): PaneInfo | undefined =>
      [...entries.values()].find(({ label, misses }) => label === name && misses === 0)?.pane,
    byRef: (ref: TerminalRef): PaneInfo | undefined =>
      [...entries.values()].find(({ pane }) => pane !== undefined && isTerminal(ref, pane))?.pane,
    byPaneId: (paneId: string): PaneInfo | undefined =>
      [...entries.values()].find(({ pane, misses }) => pane?.paneId === paneId && misses === 0)?.pane,
    labelOf: (pane: PaneInfo): string | undefined => entries.get(terminalKey(pane))?.label,
    /** The newest that is known of a terminal. */
    keep(pane: PaneInfo): void {
      const entry = entries.get(terminalKey(pane));
      if (entry) entry.pane = pane;
    },
    panes: (): PaneInfo[] => [...entries.values()].flatMap(({ pane }) => pane ?? []),
  };
}
