/** `architect github`: settings of a project, issues in, pull requests out. */
import type { Command } from 'commander';
import { call } from '../api';
import { recordId } from '../arguments';
import type { ResponseOf } from '../../api/document/client-types';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { oneLine } from '../output';

type ProjectSettings = ResponseOf<'GET /api/projects/:id/github'>;

interface SetOptions {
  readonly secret?: string;
  readonly remote?: string;
  readonly autoPr?: boolean;
}

export function registerGithub(program: Command, context: Context): void {
  const github = program.command('github').description('issues in, pull requests out');
  const ofProject = (name: string, description: string): Command =>
    github.command(name).description(description).argument('<project>', 'number of the project', recordId);

  ofProject('show', 'the settings of a project, its last import, its pull requests').action(
    async (project: number) => {
      const options = { params: { id: project } };
      await context.show(await call(context.client, 'GET /api/projects/:id/github', options), shown);
    },
  );

  ofProject('set', 'change the settings of a project; what is not named stays')
    .option('--secret <name>', "secret with the token; '' is the usual one")
    .option('--remote <name>', "git's name of the repository at GitHub; '' is the usual one")
    .option('--auto-pr', "make the pull request of a feature's branch when the feature is done")
    .option('--no-auto-pr', 'make pull requests only when they are asked for')
    .action((project: number, options: SetOptions) => set(context, project, options));

  ofProject('import', "make features and bugs of a project's issues; what is there is brought up to date")
    .option('--full', 'also issues that did not change since the last import')
    .action(async (project: number, { full = false }: { full?: boolean }) => {
      const options = { params: { id: project }, body: { full } };
      const answer = await call(context.client, 'POST /api/projects/:id/github/import', options);
      await context.show(answer, ({ state, created, updated, temporal_url: url }) =>
        state === 'running'
          ? stillRunning('import', url)
          : `Imported ${created} issues; ${updated} were changed.\n`,
      );
    });

  github
    .command('pr')
    .description("make the pull request for a feature's branch, or show the open one")
    .argument('<feature>', 'number of the feature', recordId)
    .option('--branch <name>', 'the branch (default: what is checked out where it was worked on)')
    .option('--base <name>', "where it goes (default: the repository's main branch)")
    .action(async (feature: number, { branch, base }: { branch?: string; base?: string }) => {
      const options = { params: { id: feature }, body: { branch, base } };
      const answer = await call(context.client, 'POST /api/features/:id/pull-request', options);
      await context.show(answer, ({ pull_request: pull, temporal_url: url }) => {
        if (pull === null) return stillRunning('pull request', url);
        return `${pull.created ? 'Made' : 'There is one already:'} ${oneLine(pull.url)}\n`;
      });
    });
}

async function set(context: Context, project: number, { secret, remote, autoPr }: SetOptions): Promise<void> {
  if (secret === undefined && remote === undefined && autoPr === undefined)
    throw new UsageError('Say what to change: architect github set --help.');
  const params = { id: project };
  // The request replaces all of them.
  const now = await call(context.client, 'GET /api/projects/:id/github', { params });
  const body = {
    secret: (secret ?? now.secret) || null,
    remote: (remote ?? now.remote) || null,
    auto_pull_request: autoPr ?? now.auto_pull_request,
  };
  await context.show(await call(context.client, 'PUT /api/projects/:id/github', { params, body }), shown);
}

function shown(settings: ProjectSettings): string {
  const { repository, import: last, links, pull_requests: pulls, pull_requests_due: due } = settings;
  const ended = last === null ? 'none yet' : `${last.state}${last.error === null ? '' : `: ${last.error}`}`;
  return [
    `Repository:    ${repository ?? 'not asked for yet'}`,
    `Token:         secret ${settings.secret}`,
    `Remote:        ${settings.remote}`,
    `Last import:   ${oneLine(ended)}`,
    `Issues linked: ${links.total}`,
    `Pull requests: ${settings.auto_pull_request ? 'made when a feature is done' : 'made when asked for'}`,
    ...pulls.map(({ feature_id: id, url }) => `  feature ${id}: ${oneLine(url)}`),
    ...due.map(
      ({ feature_id: id, error }) => `  feature ${id}: due; ${oneLine(error ?? 'it is being made')}`,
    ),
    '',
  ].join('\n');
}

function stillRunning(what: string, url: string | null): string {
  return `The ${what} goes on${url === null ? '' : `: ${url}`}\n`;
}
