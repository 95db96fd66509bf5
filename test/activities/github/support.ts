/** A project with a git checkout whose remote is the fake GitHub, its record, and the activities on it. */
import { execFileSync } from 'node:child_process';
import { githubActivities } from '../../../activities/github';
import { silentLog } from '../../../telemetry/log';
import { newWorld, runActivity, type World } from '../milestones/support';
import { FakeGithub, TOKEN } from './fake-github';

export interface GithubWorld extends World {
  readonly github: FakeGithub;
  readonly activities: ReturnType<typeof githubActivities>;
  /** Secrets that the vault has. */
  readonly secrets: Record<string, string>;
  /** Who asked the vault for what. */
  readonly asked: string[];
  git(...args: string[]): string;
  all(table: string): Record<string, unknown>[];
  /** Runs an activity as the engine would. */
  run: <T, R>(activity: (input: T) => Promise<R>, input: T) => Promise<R>;
  /** A whole import, page by page. */
  import(projectId: number, full?: boolean): Promise<{ created: number; updated: number }>;
  end(): Promise<void>;
}

export async function githubWorld(): Promise<GithubWorld> {
  const world = newWorld();
  world.withBugs();
  const github = await new FakeGithub().start();
  const secrets: Record<string, string> = { GITHUB_TOKEN: TOKEN };
  const asked: string[] = [];
  const activities = githubActivities({
    store: world.store,
    log: silentLog,
    githubApiUrl: github.url,
    secretValues: async (names, holder) => {
      asked.push(`${holder}: ${names.join()}`);
      for (const name of names) {
        if (!(name in secrets)) throw new Error(`There is no secret named '${name}'.`);
      }
      return Object.fromEntries(Object.entries(secrets).filter(([name]) => names.includes(name)));
    },
  });
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: world.root, stdio: ['ignore', 'pipe', 'ignore'] }).toString();
  git('init', '-q', '-b', 'main');
  git('remote', 'add', 'origin', 'git@127.0.0.1:acme/app.git');
  return {
    ...world,
    ...{ github, activities, secrets, asked, git, run: runActivity },
    all: (table) => world.db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY 1`).all(),
    async import(projectId, full = false) {
      const { since, startedAt } = await runActivity(activities.beginImport, { projectId, full });
      let [created, updated] = [0, 0];
      for (let page: number | null = 1; page !== null;) {
        const result: Awaited<ReturnType<typeof activities.importIssues>> = await runActivity(
          activities.importIssues,
          { projectId, page, since },
        );
        created += result.created;
        updated += result.updated;
        page = result.nextPage;
      }
      const end = { projectId, created, updated, importedUntil: startedAt, error: null };
      await runActivity(activities.endImport, end);
      return { created, updated };
    },
    async end() {
      world.close();
      await github.stop();
    },
  };
}
