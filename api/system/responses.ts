/** Health and figures, as the API shows them. */
import { z } from 'zod';
import { HEALTH_COMPONENTS, HEALTH_STATUSES } from '../../workflows/contracts/health';
import { knownTime, text, time } from '../http/responses';

const upOrDown = z.enum(['up', 'down']);

export const health = z
  .object({
    status: z.enum(HEALTH_STATUSES),
    timestamp: z.string(),
    checks: z.object({ engine: upOrDown, store: upOrDown, worker: upOrDown, tmux: upOrDown }),
    trouble: z
      .array(z.string())
      .meta({ description: 'what is wrong now and what to do; degraded while there is any' }),
    reasons: z
      .array(
        z.object({
          cause: z.string().meta({ description: 'the same as long as it is the same trouble' }),
          component: z.enum(HEALTH_COMPONENTS),
          status: z.enum(['degraded', 'unhealthy']),
          reason: z.string(),
          remedy: z.string().meta({ description: 'what to do; may be empty, if the reason says it' }),
          since: knownTime,
        }),
      )
      .meta({ description: 'the same as `trouble`, one by one' }),
    checked_at: time.meta({ description: 'when everything was last looked at; null = not yet' }),
    notices: z.array(z.string()).meta({ description: 'what was put right by itself since the start' }),
  })
  .meta({ id: 'Health' });

export const system = z
  .object({
    version: z.string(),
    host: z.string(),
    user: z.string(),
    temporal_ui: text,
    namespace: z.string(),
    engine: z.enum(['embedded', 'external']),
    engine_state: upOrDown,
    default_password: z.boolean(),
  })
  .meta({ id: 'System' });

export const server = z
  .object({
    pid: z.number().int(),
    since: knownTime.meta({ description: 'when the process was started' }),
    address: z.string(),
    version: z.string(),
    data_dir: z.string(),
    monitor: text.meta({ description: 'where the monitor has a port of its own; null: it has none' }),
    processes: z.array(
      z.object({
        role: z.enum(['server', 'api', 'worker']).meta({
          description: '`api`: a server that leaves workflows to worker processes',
        }),
        pid: z.number().int(),
        version: z.string(),
        since: knownTime,
        state: z.enum(['waiting', 'connecting', 'running', 'leaving']).meta({
          description:
            '`waiting`: for the server; `connecting`: to the engine; `leaving`: it ends, and takes no new work',
        }),
        last_seen: knownTime.meta({ description: 'when it last gave a sign of life' }),
      }),
    ),
    workers: z.array(
      z.object({
        kind: z.enum(['hub', 'work', 'host']).meta({
          description:
            '`hub`: workflows and the record; `work`: what any worker process carries out; `host`: the terminals of a machine',
        }),
        process: text.meta({ description: '`pid@host`; null if nobody works on its queue' }),
        state: z.enum(['running', 'silent', 'away', 'unknown']).meta({
          description:
            '`silent`: it has not asked for work of late; `away`: there is none; `unknown`: the engine is away',
        }),
        last_seen: time.meta({ description: 'when it last asked for work' }),
      }),
    ),
  })
  .meta({ id: 'Server' });

export const settings = z
  .object({
    items: z.array(
      z.object({
        name: z.string().meta({ description: 'the environment variable' }),
        help: z.string(),
        value: text.meta({ description: 'as a person would write it; null = none, or a secret' }),
        source: z.enum(['environment', 'default']),
        secret: z.boolean().meta({ description: 'there is a value that is not told' }),
      }),
    ),
  })
  .meta({ id: 'Settings' });

const counts = z.record(z.string(), z.number().int());

export const stats = z
  .object({
    projects: z.number().int(),
    active_features: z.number().int().meta({ description: 'in progress' }),
    pending_tasks: z.number().int().meta({ description: 'background tasks that wait' }),
    active_sessions: z.number().int().meta({ description: 'there, and not idle' }),
    workers: z.number().int().meta({ description: 'workers of the workflow engine that run' }),
    projects_by_status: counts,
    features_by_status: counts,
    bugs_by_status: counts,
    open_bugs_by_severity: counts,
    tasks_by_status: counts,
    sessions_by_status: counts,
    prompts: z.object({
      pending: z.number().int(),
      in_progress: z.number().int(),
      completed_today: z.number().int(),
      failed_today: z.number().int(),
    }),
    features_completed_24h: z.number().int(),
    open_errors: z.number().int(),
  })
  .meta({ id: 'Stats' });
