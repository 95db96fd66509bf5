/** `architect hooks`: has agents in sessions made by hand report to this server, as those in sessions made by it do. */
import { Argument, type Command } from 'commander';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { prepareHooks } from '../../agents/hooks/report-script';
import type { Context } from '../context';
import { HOOKED_AGENTS, type HookedAgent, hooksPath, install, remove, stateOf } from '../hooks/files';

export function registerHooks(program: Command, context: Context): void {
  const hooks = program
    .command('hooks')
    .description('have agents in sessions made by hand tell what they do (sessions made here do so anyway)');
  const which = () => new Argument('[agent]', 'only this agent').choices(HOOKED_AGENTS);

  hooks
    .command('status', { isDefault: true })
    .description('whether the hooks stand in the settings of each agent')
    .addArgument(which())
    .action((agent?: HookedAgent) => show(context, agent));
  hooks
    .command('install')
    .description('add the hooks to the settings of the agents; what else stands there is kept')
    .addArgument(which())
    .action(async (agent?: HookedAgent) => {
      for (const { path, places, name } of await files(context, agent)) {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        install(name, path, places);
      }
      await show(context, agent);
      context.notice(
        'Agents that run already report after their next start. Codex asks once whether the hooks are trusted: choose "Trust all and continue".',
      );
    });
  hooks
    .command('remove')
    .description('take the hooks out again')
    .addArgument(which())
    .action(async (agent?: HookedAgent) => {
      for (const { path } of await files(context, agent)) remove(path);
      await show(context, agent);
    });
}

async function files(context: Context, agent: HookedAgent | undefined) {
  const config = await context.config();
  const places = prepareHooks(config.dataDir);
  return (agent ? [agent] : HOOKED_AGENTS).map((name) => ({
    name,
    places,
    path: hooksPath(name, config.agentDirs),
  }));
}

async function show(context: Context, agent: HookedAgent | undefined): Promise<void> {
  const states = (await files(context, agent)).map(({ name, path, places }) => stateOf(name, path, places));
  await context.show(states, (rows) =>
    rows.map(({ agent: name, state, path }) => `${name.padEnd(8)} ${state.padEnd(10)} ${path}\n`).join(''),
  );
}
