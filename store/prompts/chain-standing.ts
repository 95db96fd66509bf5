/** What a prompt waits for, as things are: the prompts before it, and a time. Reads only. */
import type { Stage } from '../../workflows/contracts/glossary';
import type { Db } from '../db/open';
import { type Clock, isoTime, sqlTime } from '../db/time';
import type { PromptRow } from '../rows';

interface Upstream {
  readonly id: number;
  /** null: there is no such prompt. */
  readonly stage: Stage | null;
  /** The stage in which it was removed. */
  readonly gone_as: Stage | null;
}

export type Chained = Pick<PromptRow, 'id' | 'chain_on' | 'hold_until'>;

/** A prompt at the other end of a link of a chain. */
export type ChainLink = Pick<PromptRow, 'id' | 'status' | 'stage'> & {
  /** How its text begins. */
  readonly content: string;
};

export type Standing =
  | { readonly state: 'free'; readonly reason: string }
  /** `dueAt`: nothing but the time is waited for. */
  | { readonly state: 'held'; readonly reason: string; readonly dueAt: string | null }
  | { readonly state: 'blocked'; readonly reason: string };

/** Who reads more of a text, or of the prompts that are linked, reads those themselves. */
const LINK_CHARS = 200;
const LINKS = 100;
/** More of them say nothing more. */
const NAMED = 5;
/** A chain of so many prompts is followed back to what holds it up. */
const STEPS_BACK = 1_000;
const FAILINGS: Partial<Record<Stage, string>> = {
  failed: 'failed',
  cancelled: 'was cancelled',
  indeterminate: 'is indeterminate: nobody knows whether it was done',
};

export type ChainReader = ReturnType<typeof chainReader>;

export function chainReader(db: Db, clock: Clock) {
  const upstreams = db.prepare<[number], Upstream>(`
    SELECT u.upstream_id AS id, p.stage, u.gone_as FROM prompt_upstreams u
    LEFT JOIN prompts p ON p.id = u.upstream_id WHERE u.prompt_id = ? ORDER BY u.upstream_id`);
  const isBehind = db
    .prepare<[{ id: number; upstream: number }], number>(
      `WITH RECURSIVE before (id) AS (SELECT @upstream UNION
         SELECT u.upstream_id FROM before JOIN prompt_upstreams u ON u.prompt_id = before.id)
       SELECT 1 FROM before WHERE id = @id`,
    )
    .pluck();
  const exists = db.prepare<[number], number>('SELECT 1 FROM prompts WHERE id = ?').pluck();
  const before = db.prepare<[number], ChainLink>(`
    SELECT p.id, p.status, p.stage, substr(p.content, 1, ${LINK_CHARS}) AS content
    FROM prompt_upstreams u JOIN prompts p ON p.id = u.upstream_id WHERE u.prompt_id = ? ORDER BY p.id LIMIT ${LINKS}`);
  const behind = db.prepare<[number], ChainLink>(`
    SELECT p.id, p.status, p.stage, substr(p.content, 1, ${LINK_CHARS}) AS content
    FROM prompt_upstreams u JOIN prompts p ON p.id = u.prompt_id WHERE u.upstream_id = ? ORDER BY p.id LIMIT ${LINKS}`);

  /** Why it will not do what is waited for; undefined: it may still, or has done it. */
  const faultOf = ({ id, stage, gone_as }: Upstream, on: Chained['chain_on']): string | undefined => {
    const last = stage ?? gone_as;
    if (last === 'blocked' && stage !== null) return `prompt ${id} is blocked`;
    const failing = last === null ? undefined : FAILINGS[last];
    if (last === 'completed' || (failing !== undefined && on === 'end')) return undefined;
    if (failing !== undefined) return `prompt ${id} ${failing}${stage === null ? ', and was removed' : ''}`;
    return stage === null ? `prompt ${id} was removed before its end` : undefined;
  };
  const isOver = (stage: Stage | null): boolean =>
    stage === null || stage === 'completed' || FAILINGS[stage] !== undefined;

  return {
    /** Ids of the prompts that it waits for, or waited for, ascending. */
    after: (promptId: number): number[] => upstreams.all(promptId).map(({ id }) => id),
    /** The prompts that are left of those it waits for, or waited for, and those that wait for it: the first hundred. */
    links: (id: number): { readonly awaits: ChainLink[]; readonly awaitedBy: ChainLink[] } => ({
      awaits: before.all(id),
      awaitedBy: behind.all(id),
    }),
    exists: (id: number): boolean => exists.get(id) !== undefined,
    /** Whether `upstream` waits for the prompt itself, directly or by others. */
    isBehind: (id: number, upstream: number): boolean => isBehind.get({ id, upstream }) !== undefined,

    standing({ id: promptId, chain_on: on, hold_until: until }: Chained): Standing {
      const all = upstreams.all(promptId);
      const faults = all.flatMap((one) => faultOf(one, on) ?? []);
      if (faults.length > 0) return { state: 'blocked', reason: listed(faults, '; ') };
      const open = all.filter(({ stage }) => !isOver(stage)).map(({ id }) => String(id));
      const isEarly = until !== null && until > sqlTime(clock());
      const words = [
        ...(open.length > 0
          ? [
              `for prompt${open.length > 1 ? 's' : ''} ${listed(open, ', ')} to ${on === 'end' ? 'end' : 'succeed'}`,
            ]
          : []),
        ...(isEarly ? [`until ${isoTime(until)}`] : []),
      ];
      if (words.length > 0)
        return {
          ...{ state: 'held', reason: `waits ${words.join(', and ')}` },
          dueAt: open.length === 0 ? until : null,
        };
      return {
        state: 'free',
        reason: freeReason(
          all.map(({ id }) => String(id)),
          until,
        ),
      };
    },

    /** Of a blocked one: the prompts at which it began, and the commands that help. */
    help({ id: promptId, chain_on: on }: Pick<PromptRow, 'id' | 'chain_on'>): string {
      const roots = rootsOf(promptId, on);
      const retried = roots.filter(({ stage }) => stage !== null && stage !== 'blocked').map(({ id }) => id);
      const why = listed(
        roots.flatMap((one) => faultOf(one, 'success') ?? []),
        '; ',
      );
      const again =
        retried.length > 0
          ? `Do that again: architect retry ${listed(retried.map(String), ' ')}, or send`
          : 'Send';
      return `${why}. ${again} this one all the same: architect release ${promptId}, or cancel it: architect cancel ${promptId}`;
    },
  };

  function rootsOf(promptId: number, on: Chained['chain_on']): Upstream[] {
    const seen = new Set<number>();
    const roots: Upstream[] = [];
    const open = upstreams.all(promptId).filter((one) => faultOf(one, on) !== undefined);
    for (let one = open.pop(); one && seen.size < STEPS_BACK; one = open.pop()) {
      if (seen.has(one.id)) continue;
      seen.add(one.id);
      const before = one.stage === 'blocked' ? upstreams.all(one.id) : [];
      const faulty = before.filter((other) => faultOf(other, 'success') !== undefined);
      if (faulty.length > 0) open.push(...faulty);
      else roots.push(one);
    }
    return roots.sort((a, b) => a.id - b.id);
  }
}

function freeReason(after: readonly string[], until: string | null): string {
  if (after.length > 0)
    return `prompt${after.length > 1 ? 's' : ''} ${listed(after, ', ')} came first and ended`;
  return until === null ? 'it waits for nothing' : `it is ${isoTime(until)} or later`;
}

function listed(words: readonly string[], separator: string): string {
  const more = words.length - NAMED;
  return more > 0 ? `${words.slice(0, NAMED).join(separator)} and ${more} more` : words.join(separator);
}
