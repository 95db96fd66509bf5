/** Collects what a request does. */
import { isWideGlob, resolveIn } from './paths';
import type { FileUse, Part } from './parts';
import type { FixedReason } from './reasons';
import type { Value } from './shell/value';

/** Commands in one line, those in loops counted once for each round; more is not what agents ask for. */
const MAX_COMMANDS = 500;
/** Different things they do. */
const MAX_PARTS = 1_000;

const OF_MANY: Readonly<Record<FileUse, FileUse>> = {
  Bash: 'ReadTree',
  ReadTree: 'ReadTree',
  Write: 'Write',
  Delete: 'DeleteTree',
  DeleteTree: 'DeleteTree',
};

export class Findings {
  private readonly found = new Map<string, Part>();
  private commands = 0;

  get parts(): readonly Part[] {
    return [...this.found.values()];
  }

  /** The same part twice is judged once. */
  add(part: Part): void {
    if (this.found.size < MAX_PARTS) this.found.set(JSON.stringify(part), part);
    else this.found.set('', { kind: 'fixed', reason: 'too-long', evidence: `more than ${MAX_PARTS} parts` });
  }

  /** To be called for each command; false when there are too many. */
  spend(): boolean {
    this.commands += 1;
    if (this.commands === MAX_COMMANDS) this.fixed('too-long', `more than ${MAX_COMMANDS} commands`);
    return this.commands < MAX_COMMANDS;
  }

  fixed(reason: FixedReason, evidence: string): void {
    this.add({ kind: 'fixed', reason, evidence });
  }

  /** A file as a command names it; judged for every directory the shell may be in. */
  file(use: FileUse, value: Value, dirs: readonly string[]): void {
    if (value.certainty === 'unknown' || value.certainty === 'printed') {
      this.fixed('unknown-value', value.source);
      return;
    }
    if (value.certainty === 'glob' && isWideGlob(value.text)) {
      this.fixed('unknown-value', value.source);
      return;
    }
    if (value.many && use === 'Write') {
      // Among any number of files may be those that are guarded.
      this.fixed('unknown-value', value.source);
      return;
    }
    const tool = value.many ? OF_MANY[use] : use;
    for (const path of new Set(dirs.map((dir) => resolveIn(dir, value.text)))) {
      this.add({ kind: 'path', tool, path });
    }
  }
}
