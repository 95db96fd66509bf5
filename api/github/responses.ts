/** What of a project comes from GitHub and what went there, as the API shows it. */
import { z } from 'zod';
import { id, number, pageOf, text, time } from '../http/responses';
import { runState } from '../milestones/responses';

export const githubProject = z
  .object({
    project_id: id,
    secret: z.string().meta({ description: 'name of the secret with the token' }),
    remote: z.string(),
    auto_pull_request: z
      .boolean()
      .meta({ description: "a finished feature's branch gets a pull request by itself" }),
    repository: text.meta({ description: 'owner/name, as the last import found it' }),
    import: z
      .object({
        state: z.enum(['running', 'completed', 'failed']),
        error: text,
        started_at: time,
        ended_at: time,
        created: z.number().int(),
        updated: z.number().int(),
      })
      .nullable(),
    links: pageOf(
      z.object({
        kind: z.enum(['feature', 'bug']),
        record_id: id,
        repository: z.string(),
        number: z.number().int(),
        url: z.string(),
        state: z.enum(['open', 'closed']),
        issue_updated_at: time,
      }),
    ),
    pull_requests: z.array(
      z.object({
        repository: z.string(),
        number: z.number().int(),
        feature_id: id,
        url: z.string(),
        head: z.string(),
        base: z.string(),
        created_at: time,
      }),
    ),
    pull_requests_due: z
      .array(
        z.object({
          feature_id: id,
          since: time,
          error: text.meta({ description: 'what has to be done first; null: it is being made' }),
        }),
      )
      .meta({ description: 'finished features that are to get one' }),
  })
  .meta({ id: 'GithubProject' });

const run = { state: runState, workflow_id: z.string(), temporal_url: text };

export const importRun = z.object({ ...run, created: number, updated: number }).meta({ id: 'ImportRun' });

export const pullRequestRun = z
  .object({
    ...run,
    pull_request: z
      .object({
        repository: z.string(),
        number: z.number().int(),
        url: z.string(),
        head: z.string(),
        base: z.string(),
        created: z.boolean().meta({ description: 'false: there was an open one' }),
      })
      .nullable(),
  })
  .meta({ id: 'PullRequestRun' });
