/** Lines of the log files, as the API shows them: what would act on a terminal, or hide in a text, is taken out or told. */
import { z } from 'zod';
import { LOG_LEVELS } from '../../workflows/contracts/logs';
import { number, text, time } from '../http/responses';

export const logPart = z
  .object({
    part: z.string(),
    file: z.string(),
    kind: z
      .enum(['server', 'output'])
      .meta({ description: '`output`: what a program beside the server printed' }),
    bytes: z.number().int(),
    written_at: time.meta({ description: 'null: there is no such file yet' }),
  })
  .meta({ id: 'LogPart' });

export const logLine = z
  .object({
    part: z.string(),
    at: time.meta({ description: 'null: the line says none' }),
    level: z.enum(LOG_LEVELS),
    component: text,
    text: z.string(),
    request_id: text,
    workflow_id: text,
    prompt_id: number,
    more: z.record(z.string(), z.string()),
  })
  .meta({ id: 'LogLine' });

export const logLines = z
  .object({
    items: z.array(logLine),
    next: text.meta({ description: 'for `before` of the next page; null: there is no more' }),
    searched_to: time.meta({ description: 'of the oldest line that was looked at' }),
  })
  .meta({ id: 'LogLines' });

export const logErrors = z
  .object({
    items: z.array(
      z.object({
        text: z.string().meta({ description: 'as the newest line has it' }),
        part: z.string(),
        count: z.number().int(),
        first_at: time,
        last_at: time,
        ...{ request_id: text, workflow_id: text, prompt_id: number },
      }),
    ),
    searched_to: time.meta({ description: 'what is older was not looked at' }),
  })
  .meta({ id: 'LogErrors' });
