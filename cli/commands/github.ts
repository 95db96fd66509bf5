import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { call } from '../api';
import type { Context } from '../context';
import { oneLine } from '../output';

export function registerGithub(program: Command, context: Context): void {
  const github = program.command('github').description('issues in, pull requests out');

  github
    .command('import')
    .description("make features and bugs of a project's issues; what is there already is brought up to date")
    .argument('<project>', 'number of the project', id)
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
    .argument('<feature>', 'number of the feature', id)
    .option('--branch <name>', 'the branch (default: what is checked out in the project)')
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

function stillRunning(what: string, url: string | null): string {
  return `The ${what} goes on${url === null ? '' : `: ${url}`}\n`;
}

function id(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected a number.');
  return Number(text);
}
