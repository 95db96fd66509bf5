/** Answering dialogs, and having them judged again when what they were judged by has changed. */
import type { z } from 'zod';
import type { AnswerResult, PersonDecision, Question, Reply } from '../../workflows/contracts/confirmation';
import { openDialog } from '../../store/confirmations';
import { repliesTo } from './replies';
import type { decideConfirmation } from './requests';
import type { ConfirmationRow } from '../../store/confirmations/rows';
import type { AppDeps } from '../context';
import { sendPrompt } from '../prompts/requests';
import type { PromptService } from '../prompts/service';
import { conflict, HttpError, invalid, notFound } from '../http/errors';
import { askOrStart } from '../../temporal/workflow-calls';

export type Wanted = z.output<typeof decideConfirmation>;

const NO_QUESTION =
  'this dialog has no field for it: choose one of its options with option, or answer it in the terminal';

/** The highest priority: nothing else of the queue comes before it. */
const FIRST = 1_000;

export type ConfirmService = ReturnType<typeof confirmService>;

/** A person has answered it, with this very decision. */
function isAnsweredSo(
  { status, decided_by: by, answer, reply, options }: ConfirmationRow,
  { answer: wanted, option }: PersonDecision,
): boolean {
  if (by !== 'person' || (status !== 'approved' && status !== 'denied')) return false;
  if (option === null) return answer === wanted;
  const [chosen] = (JSON.parse(reply ?? '{"answers":[]}') as Reply).answers;
  const labels = (JSON.parse(options) as { label: string }[]).map(({ label }) => label);
  return chosen?.options[0] === labels[option - 1];
}

export function confirmService(
  { store, orchestrator, log }: Pick<AppDeps, 'store' | 'orchestrator' | 'log'>,
  { send, checkSize }: Pick<PromptService, 'send' | 'checkSize'>,
) {
  const { confirmations } = store;
  const requireConfirmation = (id: number): ConfirmationRow => {
    const row = confirmations.get(id);
    if (!row) throw notFound(`confirmation ${id}`);
    return row;
  };
  const ended = ({ id, status, resolution }: ConfirmationRow) =>
    conflict(`Confirmation ${id} is over (${status}): ${resolution ?? 'it has ended'}.`);

  /** What a person's words are for this dialog; kept where they are answers to questions. */
  const decisionOn = (row: ConfirmationRow, options: number, given: Wanted, who: string): PersonDecision => {
    const { decision: answer, option = null } = given;
    const questions = row.questions === null ? null : (JSON.parse(row.questions) as Question[]);
    if (questions && (answer === 'answer' || (answer === 'approve' && option !== null))) {
      const replies = repliesTo(questions, options, given);
      return { answer: 'answer', option: null, who, replyId: confirmations.keepReply(row.id, replies) };
    }
    for (const field of ['text', 'options', 'answers'] as const)
      if (given[field] != null) throw invalid(field, NO_QUESTION);
    if (option !== null && option > options)
      throw invalid('option', `expected a number from 1 to ${options}: so many options it has`);
    return { answer, option, who };
  };

  /** After the denial: before it, the words could reach the agent although nothing was denied. */
  const tellAgent = async ({ id, session_name: session }: ConfirmationRow, content: string, who: string) => {
    const fields = { content, target_session: session, priority: FIRST, source: 'dialog' };
    try {
      // Once a dialog, however often the answer is repeated.
      const key = `confirmation-${id}`;
      await send(sendPrompt.parse({ ...fields, metadata: { confirmation: id } }), who, key);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      throw conflict(`It was denied, but your words were not queued for ${session}: ${error.message}`);
    }
  };

  return {
    requireConfirmation,

    /** Has the answer pressed; resolves when the dialog was seen to go. */
    async decide(id: number, given: Wanted, who: string): Promise<void> {
      const row = requireConfirmation(id);
      if (row.status !== 'pending') throw ended(row);
      const dialog = openDialog(row);
      const wanted = decisionOn(row, dialog.options, given, who);
      const { note, tell } = given;
      if (tell != null) checkSize('tell', tell);
      // While the engine can't say what came of it, somebody may still answer for this person.
      const request = confirmations.ask(id, who, wanted);
      let result: AnswerResult | undefined;
      let asked = 0;
      await askOrStart({
        async ask() {
          asked += 1;
          result = await orchestrator.decide(id, wanted);
          return result !== undefined;
        },
        without: () => requireConfirmation(id).status !== 'pending',
        // The engine may have lost it; the store has it.
        start: () => orchestrator.startConfirmation(dialog),
      });
      confirmations.askedOver(request);
      if (!result || result.outcome === 'gone') {
        const now = requireConfirmation(id);
        // Its workflow was ended in the engine while it answered: what was asked for first may have been done all the same.
        const isLost = asked > 1 || !result;
        if (!isLost || !isAnsweredSo(now, wanted)) throw ended(now);
      } else if (result.outcome !== 'answered') {
        throw conflict(`Confirmation ${id} was not answered: ${result.reason}.`);
      }
      if (note != null) confirmations.keepNote(id, note);
      if (tell != null) await tellAgent(row, tell, who);
    },

    /** Best effort: without the engine each is judged anew when it is back. */
    reconsider(session?: string): void {
      const rows = confirmations
        .pending()
        .filter((row) => session === undefined || row.session_name === session);
      for (const { id } of rows) {
        orchestrator
          .reconsider(id)
          .catch((error: unknown) => log.debug({ err: error, confirmationId: id }, 'not judged again yet'));
      }
    },
  };
}
