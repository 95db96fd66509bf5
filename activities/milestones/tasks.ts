/**
 * Findings as tasks with ids that stay: the same text in the same file is the same task, on whichever line it stands and
 * however it is spaced, capitalised or punctuated. The second of the same is numbered.
 */
import { createHash } from 'node:crypto';
import type { FoundTask, OpenItem } from '../../store/milestones/rows';
import type { Finding } from './finding';
import { type Weight, weightOfFinding, weightOfItem } from './rules';

const ID_CHARS = 16;

export interface TaskSources {
  readonly projectId: number;
  readonly hoursPerDay: number;
  /** In the order of the files. */
  readonly findings: readonly Finding[];
  readonly items: readonly OpenItem[];
}

export function tasksOf({ projectId, hoursPerDay, findings, items }: TaskSources): FoundTask[] {
  const counts = new Map<string, number>();
  const numbered = (id: string): string => {
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return count === 1 ? id : `${id}-${count}`;
  };
  const fromFiles = findings.map((finding): FoundTask => {
    const { kind, tag, text, path, line, section, done } = finding;
    const id = numbered(hash(projectId, path, normalised(text)));
    const weight = weighed(weightOfFinding(finding, hoursPerDay));
    return { id, kind, tag, text, path, line, section, record_id: null, done, ...weight };
  });
  const fromRecord = items.map((item): FoundTask => ({
    ...{ id: hash(projectId, item.kind, item.id), kind: item.kind, text: item.title, record_id: item.id },
    ...{ tag: null, path: null, line: null, section: null, done: false },
    ...weighed(weightOfItem(item)),
  }));
  return [...fromFiles, ...fromRecord];
}

const weighed = ({ phase, priority, hours }: Weight) => ({ phase, priority, estimated_hours: hours });

export function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function hash(...parts: (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, ID_CHARS);
}
