/** What people want dialogs answered with, from the moment they say so until it is known what came of it. */
import type { PersonDecision, Question, QuestionReply, Reply } from '../../workflows/contracts/confirmation';
import type { DialogAnswer } from '../../workflows/contracts/host-store';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import type { ConfirmationRow } from './rows';

interface RequestRow {
  readonly who: string;
  readonly answer: PersonDecision['answer'];
  readonly option: number | null;
  readonly answers: string | null;
}

export function requestsRepository(db: Db, clock: Clock) {
  const now = (): string => sqlTime(clock());
  const keepReply = db
    .prepare<[number, string, string], number>(
      'INSERT INTO confirmation_replies (confirmation_id, answers, created_at) VALUES (?, ?, ?) RETURNING id',
    )
    .pluck();
  const replyOf = db
    .prepare<[number, number], string>(
      'SELECT answers FROM confirmation_replies WHERE id = ? AND confirmation_id = ?',
    )
    .pluck();
  const ask = db
    .prepare<[Record<string, unknown>], number>(
      `INSERT INTO confirmation_requests (confirmation_id, who, answer, option, reply_id, asked_at)
       VALUES (@id, @who, @answer, @option, @replyId, @now) RETURNING id`,
    )
    .pluck();
  const end = db.prepare('UPDATE confirmation_requests SET ended_at = ? WHERE id = ?');
  const open = db.prepare<[number], RequestRow>(`
    SELECT q.who, q.answer, q.option, r.answers FROM confirmation_requests q
      LEFT JOIN confirmation_replies r ON r.id = q.reply_id
    WHERE q.confirmation_id = ? AND q.ended_at IS NULL ORDER BY q.id DESC`);

  return {
    /** Keeps what a person wants answered, for who answers it. */
    keepReply: (id: number, answers: readonly QuestionReply[]): number =>
      keepReply.get(id, JSON.stringify(answers), now()) as number,
    replyOf(id: number, replyId: number): readonly QuestionReply[] | undefined {
      const answers = replyOf.get(replyId, id);
      return answers === undefined ? undefined : (JSON.parse(answers) as QuestionReply[]);
    },
    /** A person wants it answered so. @returns the number of the request */
    ask: (id: number, who: string, { answer, option, replyId }: PersonDecision): number =>
      ask.get({ id, who, answer, option, replyId: replyId ?? null, now: now() }) as number,
    /** It is known what came of the request: nobody answers for it any more. */
    askedOver: (request: number): void => void end.run(now(), request),
    /** The person for whom that is the answer; undefined: nobody who waits for one asked for it. */
    whoAsked: (row: ConfirmationRow, given: DialogAnswer): string | undefined =>
      open.all(row.id).find((asked) => (given.who ?? asked.who) === asked.who && isMeant(row, asked, given))
        ?.who,
  };
}

/** An option that refuses is a denial, and one of a question an answer, whatever the person called it. */
function isMeant(
  row: ConfirmationRow,
  { answer, option, answers }: RequestRow,
  { answer: given, reply }: DialogAnswer,
): boolean {
  if (answers !== null)
    return given === 'answer' && isReply(row, JSON.parse(answers) as QuestionReply[], reply);
  if (reply.dismissed) return answer === 'deny' && given === 'deny' && option === null;
  const [first, ...more] = reply.answers;
  const label = first?.options[0];
  const labels = labelsOf(row);
  const isShown = option === null ? labels.includes(label ?? '') : labels[option - 1] === label;
  return isShown && more.length === 0 && (given === answer || (given !== 'approve' && option !== null));
}

function isReply(
  row: ConfirmationRow,
  wanted: readonly QuestionReply[],
  { dismissed, answers }: Reply,
): boolean {
  const questions = JSON.parse(row.questions ?? '[]') as Question[];
  const labels = labelsOf(row);
  const labelOf = (index: number, number: number): string =>
    questions[index]?.options.find((one) => one.number === number)?.label ?? labels[number - 1] ?? '';
  return (
    !dismissed &&
    answers.length === wanted.length &&
    wanted.every(({ options, text }, index) => {
      const chosen = options.map((number) => labelOf(index, number));
      const given = answers[index];
      return given?.text === text && JSON.stringify(given.options) === JSON.stringify(chosen);
    })
  );
}

const labelsOf = ({ options }: ConfirmationRow): string[] =>
  (JSON.parse(options) as { label: string }[]).map(({ label }) => label);
