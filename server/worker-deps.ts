/** What the activities of this process are made from. */
import { join } from 'node:path';
import type { Deps, WorkDeps } from '../activities/context';
import type { LiveHealth } from '../activities/health/settings';
import { modelJudge } from '../activities/plans/judge';
import { channelsOf } from '../activities/notifications/channels';
import { draftedPlan } from '../api/plans/requests';
import { type Config, PROJECT_ROOT } from '../config';
import { formOf } from '../models';
import { recordChanges } from '../terminal/changes';
import { DURATIONS } from './durations';
import { installationId } from './installation-id';

type WorkParts = Pick<WorkDeps, 'store' | 'engine' | 'models' | 'log' | 'logs' | 'healthReasons' | 'host'> & {
  readonly config: Config;
  /** Where a person finds this dashboard. */
  readonly url: () => string;
};

type HubParts = WorkParts &
  Pick<Deps, 'hostStore' | 'tmux' | 'watch' | 'hooks'> & { readonly live: LiveHealth };

/** Of the process that has the terminals. */
export function hubDeps({ hostStore, tmux, watch, hooks, live, ...parts }: HubParts): Deps {
  const { config } = parts;
  return {
    ...workDeps(parts),
    ...{ hostStore, tmux, watch, hooks },
    submitDelayMs: config.submitDelayMs,
    silentTimeoutMs: config.silentTimeoutMs,
    answers: { dir: join(config.dataDir, 'answers'), maxBytes: config.answerMaxBytes },
    ...(config.recordsChanges && {
      changes: recordChanges({ ...parts, hostStore, dir: join(config.dataDir, 'changes') }),
    }),
    health: {
      limits: config.health.limits,
      places: { data: config.dataDir, logs: config.logDir, backups: config.backupDir },
      certificateFile: config.temporal.tlsCertFile,
      live,
    },
  };
}

/** Of any worker process. */
export function workDeps({ config, url, ...parts }: WorkParts): WorkDeps {
  const { dataDir, tasks } = config;
  return {
    ...parts,
    milestonesDir: join(dataDir, 'milestones'),
    githubApiUrl: config.githubApiUrl,
    notifier: {
      channels: channelsOf(config, parts.store),
      dashboardUrl: url,
      installation: installationId(dataDir),
    },
    tasks: {
      dir: join(dataDir, 'tasks'),
      roots: tasks.roots,
      rootsAreSet: tasks.rootsAreSet,
      planRoots: [config.worktrees.dir],
      logMaxBytes: tasks.logMaxBytes,
      stopGraceMs: DURATIONS.stopGraceMs,
      supervisor: [process.execPath, join(PROJECT_ROOT, 'dist/activities/tasks/supervisor/main.js')],
    },
    lostHosts: { policy: config.hosts.lostPolicy, afterMs: config.hosts.lostMs },
    sms: config.sms,
    sheets: config.sheets,
    secretValues: parts.store.vault.valuesFor,
    maintenance: config,
    improvements: config.improvements,
    plansDir: join(dataDir, 'plans'),
    worktrees: config.worktrees,
    judge: modelJudge(parts),
    draftForm: formOf(draftedPlan) as Deps['draftForm'],
  };
}
