/** What the calls of a joined host are made of. As strict as the store needs it: a host is a program of ours. */
import { z } from 'zod';
import { DECISIONS, DIALOG_KINDS } from '../../workflows/contracts/confirmation';
import { SESSION_STATES, STAGES, TURN_RESULTS } from '../../workflows/contracts/glossary';
import { FILE_CHANGES } from '../../workflows/contracts/work-changes';

export const id = z.int().min(1);
export const line = z.string().max(4_096);
/** Screens, answers, commands. */
export const long = z.string().max(70 * 1024 * 1024);
export const moment = z.number();
export const orNull = <T extends z.ZodType>(schema: T) => schema.nullable();

export const lease = z.object({ promptId: id, grantedAt: line });
export const attempt = lease.extend({ attempt: z.int().min(0) });
export const grant = z.object({
  promptId: id,
  session: line,
  paneId: line,
  host: line,
  provider: orNull(line),
  grantedAt: line.exactOptional(),
});
export const writer = z.union([attempt, lease]);
export const step = z.object({
  promptId: id,
  stage: z.enum(STAGES),
  session: line,
  reason: long,
  evidence: long.optional(),
});
export const turn = z.object({
  promptId: id,
  response: orNull(long),
  usage: orNull(
    z.object({
      model: orNull(line),
      inputTokens: z.number(),
      outputTokens: z.number(),
      cacheReadTokens: z.number(),
      cacheWriteTokens: z.number(),
      costUsd: orNull(z.number()),
    }),
  ),
  toolCalls: orNull(z.number()).exactOptional(),
  result: z.enum(TURN_RESULTS),
  question: orNull(long),
});

const lines = orNull(z.number());
export const workChanges = lease.extend({
  ...{ session: line, directory: long, top: orNull(long), note: orNull(long) },
  ...{ beganAtMs: moment, endedAtMs: orNull(moment) },
  ...{ headBefore: orNull(line), headAfter: orNull(line), total: z.number() },
  files: orNull(
    z.array(
      z.object({
        ...{ path: long, from: orNull(long), change: z.enum(FILE_CHANGES) },
        ...{ added: lines, removed: lines, diff: orNull(long), note: orNull(long) },
      }),
    ),
  ),
});

export const option = z.object({ label: long, key: orNull(line), selected: z.boolean() });
export const question = z.object({
  header: orNull(long),
  question: long,
  multiple: z.boolean(),
  text: z.boolean(),
  notes: z.boolean(),
  options: z.array(z.object({ number: z.number(), label: long, description: orNull(long) })),
});
export const dialogKind = z.enum(DIALOG_KINDS);
export const seenDialog = z.object({
  session: line,
  host: line,
  agent: line,
  fingerprint: line,
  kind: dialogKind,
  title: long,
  body: long,
  options: z.array(option),
  questions: orNull(z.array(question)),
  uses: orNull(z.array(line)),
  isAnother: z.boolean(),
  call: orNull(
    z.object({
      tool: line,
      commands: z.array(long),
      path: orNull(long),
      incomplete: z.literal(true).exactOptional(),
    }),
  ),
  source: z.enum(['hook', 'screen']),
  workingDir: line,
  seenAtMs: moment,
});
export const decidedBy = z.enum(['policy', 'person']);
export const dialogAnswer = z.object({
  by: decidedBy,
  answer: z.enum(DECISIONS),
  reply: z.object({
    dismissed: z.boolean(),
    answers: z.array(z.object({ question: orNull(long), options: z.array(long), text: orNull(long) })),
  }),
  who: line.exactOptional(),
});

export const observation = z.object({
  name: line,
  host: line,
  paneId: line,
  server: line,
  panePid: z.int(),
  owner: orNull(line),
  provider: orNull(line),
  workingDir: line,
  attached: z.int(),
  status: z.enum(SESSION_STATES),
  reason: long,
  rule: line,
  evidence: long,
  source: line,
  disagreement: orNull(long),
  readySinceMs: orNull(moment),
  activeAtMs: moment,
});
export const terminal = z.object({ label: line, server: line, paneId: line, pid: z.int() });
export const explanation = z.object({
  session: line,
  status: line,
  reason: long,
  rule: line,
  evidence: long,
  source: line,
  disagreement: orNull(long),
  agent: orNull(z.object({ id: line, title: line, verified: line })),
  sources: z.array(
    z.object({
      source: line,
      state: line,
      reason: long,
      rule: orNull(line),
      evidence: long,
      at: orNull(line),
    }),
  ),
  frame: z.object({
    title: long,
    command: line,
    cursor: z.object({ x: z.number(), y: z.number() }),
    size: z.object({ width: z.number(), height: z.number() }),
  }),
});
export const registration = z.object({
  name: line,
  provider: line,
  specialty: line,
  workingDir: line,
  projectId: orNull(id),
  hookKey: orNull(line),
});
