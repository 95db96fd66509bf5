/** The command line as a whole: global options, help, and the commands in the order `--help` lists them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { PROJECT_ROOT } from '../config';
import { serverAddress } from './arguments';
import { registerAlerts } from './commands/alerts';
import { registerArchive } from './commands/archive';
import { registerAssigner } from './commands/assigner';
import { registerBackup } from './commands/backup';
import { registerBudgets } from './commands/budgets';
import { registerChains } from './commands/chains';
import { registerChanges } from './commands/change';
import { registerConfirm } from './commands/confirm';
import { registerExplain } from './commands/explain';
import { registerExport } from './commands/export';
import { registerGithub } from './commands/github';
import { registerHealth } from './commands/health';
import { registerHooks } from './commands/hooks';
import { registerImprovements } from './commands/improvements';
import { registerImport } from './commands/import';
import { registerKeys } from './commands/keys';
import { registerLogs } from './commands/logs';
import { registerMaintenance } from './commands/maintenance';
import { registerMilestones } from './commands/milestones';
import { registerModels } from './commands/models';
import { registerOverview } from './commands/overview';
import { registerPlan } from './commands/plan';
import { registerPrompt, registerPrompts } from './commands/prompts';
import { registerRecord } from './commands/record';
import { registerRecurring } from './commands/recurring';
import { registerSchedules } from './commands/schedules';
import { registerSend } from './commands/send';
import { registerServe } from './commands/serve';
import { registerSessions } from './commands/sessions';
import { registerSheets } from './commands/sheets';
import { registerSms } from './commands/sms';
import { registerStatus } from './commands/status';
import { registerTasks } from './commands/tasks';
import { registerTemplates } from './commands/templates';
import { registerVault } from './commands/vault';
import { Context, type GlobalOptions } from './context';
import type { Io } from './io';
import { nameCommands } from './unknown-commands';

const EXAMPLES = `
Examples:
  architect send "Fix the failing login test" --target dev_worker1
  git diff | architect send - --provider claude --wait
  architect prompts --status pending,in_progress
  architect logs 42 --follow
  architect retry 42 43
  architect queue pause --reason "deploy"
  architect tasks run test --project 3 --wait
  architect sessions new reviewer --provider claude --specialty review --dir ~/app
  architect features add "Log in with a key" --project 1 --priority 5
  architect features send 7 --wait
  architect status --json | jq .pending

Exit codes: 0 done, 1 refused by the server, 64 wrong usage, 69 no answer from the server, 78 wrong settings;
with --wait also 2 failed, 3 cancelled, 4 indeterminate or lost, 124 not settled in time.`;

export function buildProgram(io: Io): { program: Command; context: Context } {
  const program = new Command('architect');
  const context = new Context(io, () => program.opts<GlobalOptions>());
  program
    .description('Queue prompts for the AI coding agents in your tmux sessions and follow them.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .option('--json', "print the API's answer as JSON")
    .option('--url <address>', "the dashboard's address; default: the one that runs here", serverAddress)
    .addHelpText('after', EXAMPLES)
    .configureHelp({ showGlobalOptions: true })
    // Before the commands are made: they inherit it.
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'architect: ')),
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
      getOutHasColors: () => io.stdout.isTTY === true && io.stdout.hasColors?.() === true,
      getErrHasColors: () => io.stderr.isTTY === true && io.stderr.hasColors?.() === true,
    });
  const registrations = [
    registerServe,
    registerSend,
    registerStatus,
    registerSessions,
    registerPrompts,
    registerPrompt,
    registerLogs,
    registerChanges,
    registerChains,
    registerArchive,
    registerConfirm,
    registerMilestones,
    registerGithub,
    registerKeys,
    registerExplain,
    registerHooks,
    registerTasks,
    registerPlan,
    registerRecord,
    registerOverview,
    registerHealth,
    registerImprovements,
    registerAssigner,
    registerModels,
    registerBudgets,
    registerVault,
    registerImport,
    registerExport,
    registerBackup,
    registerMaintenance,
    registerSchedules,
    registerTemplates,
    registerRecurring,
    registerSms,
    registerSheets,
    registerAlerts,
  ];
  for (const register of registrations) register(program, context);
  nameCommands(program);
  return { program, context };
}

function version(): string {
  const file = readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}
