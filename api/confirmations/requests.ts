/** What requests about automatic confirmation may hold. */
import { z } from 'zod';
import {
  CONFIRM_MODES,
  CONFIRMATION_STATUSES,
  DECISIONS,
  DIALOG_KINDS,
} from '../../workflows/contracts/confirmation';
import { RULE_KINDS, VERDICTS } from '../../workflows/contracts/policy';
import { content, oneOf, paging, shortText, someOf, textFromQuery, whole, yesOrNo } from '../http/fields';

const DAY_MINUTES = 1_440;
const WEEK_MS = 7 * 24 * 60 * 60_000;

export const confirmationQuery = paging.extend({
  status: someOf(CONFIRMATION_STATUSES).optional(),
  session: textFromQuery.optional(),
  kind: oneOf(DIALOG_KINDS).optional(),
});

/** Longer ones are shown as a mark in some fields, and nobody could tell what stands there. */
const MAX_ANSWER_CHARS = 1_000;
/** A form has a handful of questions. */
const MAX_QUESTIONS = 20;

const answerFields = {
  option: whole(1, 99).nullish().meta({ description: 'number of an option, counted from 1' }),
  options: z
    .array(whole(1, 99), { error: 'expected a list of numbers of options' })
    .max(99, { error: 'expected at most 99 numbers' })
    .nullish()
    .meta({ description: 'where several may be chosen' }),
  text: content
    .refine((text) => text.length <= MAX_ANSWER_CHARS, {
      error: `expected at most ${MAX_ANSWER_CHARS} characters`,
    })
    .nullish()
    .meta({ description: 'words of your own, for the field of a question' }),
};

export const decideConfirmation = z
  .strictObject({
    decision: oneOf(DECISIONS).meta({
      description: '`deny` closes a dialog that has no option which refuses',
    }),
    ...answerFields,
    answers: z
      .array(z.strictObject(answerFields, { error: 'expected an object with option, options or text' }), {
        error: 'expected a list of answers',
      })
      .min(1, { error: 'expected one answer for each question' })
      .max(MAX_QUESTIONS, { error: `expected at most ${MAX_QUESTIONS} answers` })
      .nullish()
      .meta({ description: 'one for each question of a form, in their order' }),
    note: shortText(500).nullish(),
    tell: content.nullish().meta({
      description: 'words for the agent, with deny: the next prompt that its session gets',
    }),
  })
  .superRefine(({ decision, option, options, text, answers, tell }, context) => {
    const fault = (field: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (tell != null && decision !== 'deny') fault('tell', 'goes with the decision deny only');
    const given = { option, options, text, answers };
    if (decision !== 'answer') {
      for (const field of ['options', 'text', 'answers'] as const)
        if (given[field] != null) fault(field, 'goes with the decision answer only');
    } else if (answers != null) {
      for (const field of ['option', 'options', 'text'] as const)
        if (given[field] != null) fault(field, 'give it in answers, or leave answers out');
    } else if (option == null && options == null && text == null) {
      fault('option', 'expected option, options, text or answers: what is to be answered');
    }
  });

export const changeConfirm = z.strictObject({
  enabled: yesOrNo.optional(),
  default_mode: oneOf(['off', 'safe']).optional(),
  delay_ms: z
    .tuple([whole(300, 600_000), whole(300, 600_000)], {
      error: 'expected two numbers of milliseconds, the shortest and the longest pause',
    })
    .refine(([min, max]) => min <= max, { error: 'expected the shortest pause first' })
    .optional(),
  notify_after_ms: whole(0, WEEK_MS).optional(),
  escalate_after_ms: whole(0, WEEK_MS).nullish(),
  expire_after_ms: whole(1_000, WEEK_MS).nullish(),
});

export const sessionMode = z
  .strictObject({ mode: oneOf(CONFIRM_MODES), minutes: whole(1, DAY_MINUTES).nullish() })
  .superRefine(({ mode, minutes }, context) => {
    if (mode === 'all' && minutes == null) {
      const message = `expected a number of minutes from 1 to ${DAY_MINUTES}: the mode all always ends by itself`;
      context.addIssue({ code: 'custom', path: ['minutes'], message });
    }
    if (mode !== 'all' && minutes != null) {
      context.addIssue({ code: 'custom', path: ['minutes'], message: 'only the mode all ends by itself' });
    }
  });

const text = (max: number) =>
  z.string({ error: 'expected text' }).max(max, { error: `expected at most ${max} characters` });

/** What the fields may hold is the policy's to say; it names the field as well. */
const ruleFields = {
  position: z.number({ error: 'expected a number: rules with a lower one come first' }).optional(),
  agent: text(100),
  tool: text(100),
  kind: oneOf(RULE_KINDS),
  pattern: text(500),
  verdict: oneOf(VERDICTS),
  note: text(500),
  enabled: yesOrNo,
};
export const newRule = z.strictObject({
  ...ruleFields,
  agent: ruleFields.agent.default('*'),
  tool: ruleFields.tool.default('Bash'),
  kind: ruleFields.kind.default('command'),
  note: ruleFields.note.default(''),
  enabled: ruleFields.enabled.default(true),
});
export const changeRule = z.strictObject(ruleFields).partial();

const absolutePath = shortText(4096).startsWith('/', { error: 'expected an absolute path' });

export const testPolicy = z
  .strictObject({
    agent: text(100).default('claude'),
    tool: shortText(100),
    command: text(100_000).nullish(),
    path: text(4096).nullish(),
    session: shortText().nullish(),
    working_dir: absolutePath.nullish(),
  })
  .superRefine(({ session, working_dir }, context) => {
    if ((session == null) === (working_dir == null)) {
      const message = 'expected session or working_dir: it depends on the place what is allowed';
      context.addIssue({ code: 'custom', path: ['session'], message });
    }
  });

export const trustDirectory = z.strictObject({ path: absolutePath });
