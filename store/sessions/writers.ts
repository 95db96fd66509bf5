/**
 * Who types into a session's terminal from a page: one person at a time. While somebody does, no prompt is given to the
 * session and none is typed there; a prompt at work is told so in its receipt.
 */
import type { Stage } from '../../workflows/contracts/glossary';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import { hashOfToken, newToken } from '../db/token';
import type { Transition } from '../outbox/transition';
import type { ReceiptWriter } from '../prompts/receipts';

export interface TerminalWriter {
  readonly name: string;
  /** As the record names them. */
  readonly writer: string;
  readonly writer_at: string;
  readonly pane_id: string | null;
  readonly pane_pid: number | null;
}

interface SessionAtWork {
  readonly writer: string | null;
  readonly prompt_id: number | null;
  readonly stage: Stage | null;
}

export type TakenOver =
  | { readonly key: string; readonly mark: string; readonly from: string | null }
  /** A prompt is just being typed: it can't be divided. */
  | { readonly typing: number };

export type TerminalWriters = ReturnType<typeof terminalWriters>;

const TYPING: readonly (Stage | null)[] = ['typing', 'typed', 'submitted'];
/** What tmux compares: of the digest, since panes show their options to all programs in them. */
const MARK_LENGTH = 16;
const markOf = (hash: string): string => hash.slice(0, MARK_LENGTH);

export function terminalWriters(
  db: Db,
  clock: Clock,
  { receipts, transition }: { readonly receipts: ReceiptWriter; readonly transition: Transition },
) {
  const atWork = db.prepare<[string], SessionAtWork>(`
    SELECT s.writer, l.prompt_id, p.stage FROM sessions s LEFT JOIN leases l ON l.session_name = s.name
      LEFT JOIN prompts p ON p.id = l.prompt_id WHERE s.name = ?`);
  const set = db.prepare(
    'UPDATE sessions SET writer = @writer, writer_at = @at, writer_key = @key WHERE name = @name',
  );
  const byKey = db.prepare<[string], TerminalWriter>(
    'SELECT name, writer, writer_at, pane_id, pane_pid FROM sessions WHERE writer_key = ?',
  );
  const all = db.prepare<[], TerminalWriter & { writer_key: string }>(
    'SELECT name, writer, writer_at, pane_id, pane_pid, writer_key FROM sessions WHERE writer_key IS NOT NULL',
  );

  const begin = db.prepare('INSERT INTO terminal_holds (prompt_id, began_at) VALUES (@promptId, @now)');
  const end = db.prepare(
    'UPDATE terminal_holds SET ended_at = @now WHERE prompt_id = @promptId AND ended_at IS NULL',
  );

  /** What the prompt at work there is told, and when its time stood still. */
  const tell = (session: string, promptId: number | null, words: string, isHeld: boolean): void => {
    if (promptId === null) return;
    receipts.note(promptId, words, { session });
    const hold = { promptId, now: sqlTime(clock()) };
    end.run(hold);
    if (isHeld) begin.run(hold);
  };

  return {
    /**
     * The terminal of that session is this person's from now on, whoever had it. `key` proves it, and is told to nobody
     * else; `mark` stands on the pane.
     */
    take: transition((name: string, writer: string): TakenOver => {
      const work = atWork.get(name);
      if (work && TYPING.includes(work.stage)) return { typing: work.prompt_id as number };
      const { token, hash } = newToken();
      set.run({ name, writer, at: sqlTime(clock()), key: hash });
      const from = work?.writer ?? null;
      const whose = from === null ? '' : ` from ${from}`;
      tell(
        name,
        work?.prompt_id ?? null,
        `${writer} took over the terminal${whose} and may type there`,
        true,
      );
      return { key: token, mark: markOf(hash), from };
    }),
    /** Nobody's from now on. False where it is no longer that one's. */
    giveBack: transition((mark: string, why: string): string | undefined => {
      const held = all.all().find(({ writer_key: key }) => markOf(key) === mark);
      if (!held) return undefined;
      set.run({ name: held.name, writer: null, at: null, key: null });
      tell(held.name, atWork.get(held.name)?.prompt_id ?? null, `${held.writer} ${why}`, false);
      return held.name;
    }),
    /** The session whose terminal that key holds; undefined once it is another one's, or has ended. */
    heldBy: (key: string): (TerminalWriter & { readonly mark: string }) | undefined => {
      const hash = hashOfToken(key);
      const row = byKey.get(hash);
      return row && { ...row, mark: markOf(hash) };
    },
    all: (): readonly (TerminalWriter & { readonly mark: string })[] =>
      all.all().map(({ writer_key: key, ...row }) => ({ ...row, mark: markOf(key) })),
  };
}
