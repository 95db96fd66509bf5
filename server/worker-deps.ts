/** What the activities of this process are made from. */
import { join } from 'node:path';
import type { Deps } from '../activities/context';
import type { LiveHealth } from '../activities/health/settings';
import { modelJudge } from '../activities/plans/judge';
import { channelsOf } from '../activities/notifications/channels';
import { draftedPlan } from '../api/plans/requests';
import { type Config, PROJECT_ROOT } from '../config';
import { formOf } from '../models';
import { DURATIONS } from './durations';
import { installationId } from './installation-id';

interface WorkerDepsOptions extends Pick<
  Deps,
  'store' | 'hostStore' | 'tmux' | 'watch' | 'hooks' | 'engine' | 'models' | 'log' | 'logs' | 'healthReasons'
> {
  readonly config: Config;
  readonly live: LiveHealth;
  /** Where a person finds this dashboard. */
  readonly url: string;
}

export function workerDeps({ config, live, url, ...parts }: WorkerDepsOptions): Deps {
  const { dataDir, tasks } = config;
  return {
    ...parts,
    host: config.hostName,
    submitDelayMs: config.submitDelayMs,
    silentTimeoutMs: config.silentTimeoutMs,
    answers: { dir: join(dataDir, 'answers'), maxBytes: config.answerMaxBytes },
    milestonesDir: join(dataDir, 'milestones'),
    githubApiUrl: config.githubApiUrl,
    notifier: {
      channels: channelsOf(config, parts.store),
      dashboardUrl: () => url,
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
    health: {
      limits: config.health.limits,
      places: { data: dataDir, logs: config.logDir, backups: config.backupDir },
      certificateFile: config.temporal.tlsCertFile,
      live,
    },
    plansDir: join(dataDir, 'plans'),
    worktrees: config.worktrees,
    judge: modelJudge(parts),
    draftForm: formOf(draftedPlan) as Deps['draftForm'],
  };
}
