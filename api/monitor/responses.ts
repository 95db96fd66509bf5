/** What the monitor shows: for everybody who passes the screen, so no directories, no dialogs and no whole texts. */
import { z } from 'zod';
import { PROMPT_STATUSES, SESSION_STATES, STAGES } from '../../workflows/contracts/glossary';
import { HEALTH_STATUSES } from '../../workflows/contracts/health';
import { madeToken } from '../access/responses';
import { id, knownTime, text, time } from '../http/responses';
import { queue } from '../prompts/responses';

const howMany = z.number().int();
const line = z.string().meta({ description: 'the first line, cut' });

const prompt = z.object({
  ...{ id, text: line },
  status: z.enum(PROMPT_STATUSES),
  stage: z.enum(STAGES),
  priority: z.number().int(),
  session: text.meta({ description: 'which has it, or which it is meant for' }),
  since: time.meta({ description: 'when it was given to a session; of one that waits, when it came' }),
});

const session = z.object({
  name: z.string(),
  provider: text,
  status: z.enum(SESSION_STATES),
  confirming: z.boolean().meta({ description: 'its dialog is being answered without a person' }),
  reason: text.meta({ description: 'why it is in that state, where it stands still' }),
  limited_until: time,
  last_activity: time,
  prompt: z.object({ id, text: line }).nullable(),
});

const task = z.object({ id, type: z.string(), title: line, since: time });

const worker = z.object({
  kind: z.enum(['hub', 'work', 'host']).meta({
    description: '`hub`: workflows and the record; `work`: background work; `host`: terminals',
  }),
  state: z.enum(['running', 'silent', 'away', 'unknown']).meta({ description: 'of the best of them' }),
  running: howMany,
  silent: howMany,
  last_seen: time,
});

export const board = z
  .object({
    machine: z.string(),
    health: z.enum(HEALTH_STATUSES),
    counts: z.object({
      ...{ pending: howMany, in_progress: howMany, completed_today: howMany, failed_today: howMany },
    }),
    needs: howMany.meta({ description: 'how much waits for a person' }),
    queue,
    sessions: z.array(session),
    sessions_total: howMany,
    running: z.array(prompt),
    running_total: howMany,
    next: z.array(prompt).meta({ description: 'in the order in which they go out' }),
    tasks: z.array(task).meta({ description: 'those that run' }),
    tasks_running: howMany,
    tasks_waiting: howMany,
    workers: z.array(worker),
    checked_at: knownTime.meta({ description: 'when the workers were looked at' }),
  })
  .meta({ id: 'MonitorBoard' });

export const monitor = board
  .extend({
    alone: z
      .boolean()
      .meta({ description: 'who asks sees nothing else here: let in by a link, or at its own port' }),
  })
  .meta({ id: 'Monitor' });

export const madeLink = madeToken
  .extend({
    addresses: z.array(z.string()).meta({
      description:
        'to be opened in a browser, as who asked calls this machine; with the port of the monitor where it has one',
    }),
  })
  .meta({ id: 'MadeMonitorLink' });
