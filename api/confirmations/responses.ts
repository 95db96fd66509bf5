/** Dialogs of agents, the rules that answer them, and the settings, as the API shows them. */
import { z } from 'zod';
import { CONFIRM_MODES, CONFIRMATION_STATUSES, DIALOG_KINDS } from '../../workflows/contracts/confirmation';
import { RULE_KINDS, VERDICTS } from '../../workflows/contracts/policy';
import { id, knownTime, number, text, time } from '../http/responses';

const verdict = z.enum(VERDICTS);

export const confirmation = z
  .object({
    id,
    session: z.string(),
    host: z.string(),
    agent: z.string(),
    prompt_id: number,
    workflow_id: z.string(),
    temporal_url: text,
    kind: z.enum(DIALOG_KINDS),
    status: z.enum(CONFIRMATION_STATUSES),
    dialog: z.object({
      title: z.string(),
      body: z.string(),
      options: z.array(z.object({ label: z.string(), key: text, selected: z.boolean() })),
    }),
    questions: z
      .array(
        z.object({
          header: text,
          question: z.string(),
          multiple: z.boolean().meta({ description: 'several options may be chosen' }),
          text: z.boolean().meta({ description: 'it takes words of your own' }),
          notes: z.boolean().meta({ description: 'they may go with an option' }),
          options: z.array(z.object({ number: z.number().int(), label: z.string(), description: text })),
        }),
      )
      .nullable()
      .meta({ description: 'what it asks, question by question; null where it is no form that can be read' }),
    answer: z
      .object({
        dismissed: z.boolean().meta({ description: 'it was closed without an answer' }),
        answers: z.array(z.object({ question: text, options: z.array(z.string()), text })),
      })
      .nullable()
      .meta({ description: 'what was answered from here, in words' }),
    tool: text,
    command: text,
    path: text,
    source: z.enum(['hook', 'screen']),
    verdict,
    rule: z
      .object({ id: z.union([z.number(), z.string()]), reason: text })
      .nullable()
      .meta({ description: '`id` is the number of a rule or the name of a fixed reason' }),
    evidence: text,
    mode: z.enum(CONFIRM_MODES).nullable(),
    decided_by: z.enum(['policy', 'person', 'terminal']).nullable(),
    decided_by_name: text.meta({
      description:
        'the person: a user, token:NAME, or api-token; "somebody in Temporal" where the engine was told, past the dashboard',
    }),
    resolution: text,
    note: text,
    notification: text.meta({ description: 'what became of the message' }),
    notified_at: time.meta({ description: 'when the message was delivered' }),
    escalated_at: time.meta({ description: 'when the second message was delivered' }),
    created_at: knownTime,
    due_at: time.meta({ description: "when the rules' answer is pressed" }),
    decided_at: time,
    answered_at: time,
    ended_at: time,
  })
  .meta({ id: 'Confirmation' });

export const rule = z
  .object({
    id,
    position: z.number().meta({ description: 'rules with a lower one are asked first' }),
    agent: z.string(),
    tool: z.string(),
    kind: z.enum(RULE_KINDS),
    pattern: z.string(),
    verdict,
    note: z.string(),
    enabled: z.boolean(),
    builtin: z.boolean(),
    created_at: knownTime,
    updated_at: knownTime,
    hits: z.number().int(),
    last_hit_at: time,
  })
  .meta({ id: 'Rule' });

export const confirmSettings = z
  .object({
    enabled: z.boolean(),
    default_mode: z.enum(['off', 'safe']),
    delay_ms: z.array(z.number().int()).meta({ description: 'the shortest and the longest pause' }),
    notify_after_ms: z.number().int(),
    escalate_after_ms: number,
    expire_after_ms: number,
    pending: z.number().int().meta({ description: 'dialogs that wait' }),
  })
  .meta({ id: 'ConfirmSettings' });

export const judged = z
  .object({
    verdict,
    rule: z.union([rule, z.object({ id: z.union([z.number(), z.string()]) })]),
    reason: z.string(),
    evidence: z.string(),
    answered: z.enum(['approve', 'ask', 'deny']).meta({ description: 'what the mode safe would do' }),
  })
  .meta({ id: 'Judged' });

export const rulePreview = z
  .object({
    looked_at: z.number().int().meta({ description: 'different requests of late that were looked at' }),
    total: z.number().int().meta({ description: 'of these: in which the rule fits some part' }),
    items: z.array(
      z.object({
        id: id.meta({ description: 'number of the newest dialog that asked for it' }),
        session: z.string(),
        tool: z.string(),
        subject: z.string().meta({ description: 'the command, file or page' }),
        at: knownTime,
        before: verdict,
        after: verdict,
      }),
    ),
  })
  .meta({ id: 'RulePreview' });

export const trustedDirectory = z
  .object({ id, path: z.string(), created_at: knownTime })
  .meta({ id: 'TrustedDirectory' });
