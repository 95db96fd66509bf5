/** What needs a person, as the API shows it. */
import { z } from 'zod';
import { SCOPES } from '../../workflows/contracts/access';
import { ALERT_SEVERITIES } from '../../workflows/contracts/alerts';
import { NEED_DECISIONS, NEED_KINDS } from '../../workflows/contracts/needs';
import { knownTime, number, pageOf, text } from '../http/responses';

const decision = z.object({
  name: z.enum(NEED_DECISIONS),
  scope: z.enum(SCOPES),
  request: z
    .object({
      method: z.enum(['POST', 'PUT', 'PATCH']),
      path: z.string(),
      body: z.record(z.string(), z.unknown()).nullable(),
    })
    .meta({ description: 'the call that decides so; body null: it is yours to say, or there is none' }),
  command: z.string().meta({ description: 'the same in a terminal; words in capitals are to be filled in' }),
  allowed: z.boolean().meta({ description: 'whether you may do that' }),
});

const fields = {
  id: z.string().meta({ description: 'the same as long as it is the same thing, such as dialog-7' }),
  kind: z.enum(NEED_KINDS),
  severity: z.enum(ALERT_SEVERITIES),
  since: knownTime,
  title: z.string().meta({ description: 'names and numbers only' }),
  subject: text.meta({ description: 'what is asked or was said, in one line; a text of others' }),
  why: z.string(),
  page: z.string().meta({ description: 'path of the page that has more' }),
  refs: z.object({
    ...{ dialog: number, prompt: number, session: text, plan: number },
    ...{ task: text, budget: number, secret: number, host: text },
  }),
};

export const need = z
  .object({
    ...fields,
    decisions: z.array(decision).meta({ description: 'the most likely first' }),
  })
  .meta({ id: 'Need' });

export const counts = z
  .partialRecord(z.enum(NEED_KINDS), z.number().int())
  .meta({ description: 'how many of each kind there are; those that there are none of are left out' });

export const needPage = pageOf(need).extend({ counts }).meta({ id: 'NeedPage' });
