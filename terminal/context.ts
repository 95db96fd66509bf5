/** What all work on a host's terminals is made from; the composition root fills it. */
import type { Logger } from 'pino';
import type { HookPlaces } from '../agents/hooks/report-script';
import type { HostStore } from '../workflows/contracts/host-store';
import type { Changes } from './changes';
import type { Tmux } from './tmux/types';
import type { Watch } from './watch/types';

export interface HostDeps {
  readonly hostStore: HostStore;
  readonly tmux: Tmux;
  readonly watch: Watch;
  readonly log: Logger;
  readonly host: string;
  /** Where agents report to. */
  readonly hooks: HookPlaces;
  /** Pause between the typed text and Enter. */
  readonly submitDelayMs: number;
  /** How long a program that draws nothing of a typed text is waited for. */
  readonly silentTimeoutMs: number;
  readonly answers: AnswerSettings;
  /** Unset: what changes in the directories of sessions is not recorded. */
  readonly changes?: Changes;
}

/** What is kept of answers. */
export interface AnswerSettings {
  /** Where the output of shells is while it is longer than their terminals keep it. */
  readonly dir: string;
  /** The longest answer; what is over is cut at the front. */
  readonly maxBytes: number;
}
