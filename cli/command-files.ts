/** All commands in the order in which `--help` lists them. Each file is loaded only for its own commands, and for help. */
import type { Command } from 'commander';
import type { Context } from './context';

type Register = (program: Command, context: Context) => void | Promise<void>;

interface CommandFile {
  /** The commands it makes; test/cli/command-files.test.ts compares them. */
  readonly names: readonly string[];
  readonly load: () => Promise<Register>;
}

const file = (names: string, load: () => Promise<Register>): CommandFile => ({
  names: names.split(' '),
  load,
});

export const COMMAND_FILES: readonly CommandFile[] = [
  file('serve api worker', async () => (await import('./commands/serve.js')).registerServe),
  file('start stop restart', async () => (await import('./commands/life.js')).registerLife),
  file('doctor', async () => (await import('./commands/doctor.js')).registerDoctor),
  file('service', async () => (await import('./commands/service.js')).registerService),
  file('send', async () => (await import('./commands/send.js')).registerSend),
  file('status queue', async () => (await import('./commands/status.js')).registerStatus),
  file('sessions', async () => (await import('./commands/sessions.js')).registerSessions),
  file('host', async () => (await import('./commands/host.js')).registerHost),
  file('terminal', async () => (await import('./commands/terminal.js')).registerTerminal),
  file('prompts', async () => (await import('./commands/prompts.js')).registerPrompts),
  file('prompt', async () => (await import('./commands/prompts.js')).registerPrompt),
  file('changes', async () => (await import('./commands/changes.js')).registerChanges),
  file('logs', async () => (await import('./commands/logs.js')).registerLogs),
  file(
    'cancel retry reassign priority move resolve',
    async () => (await import('./commands/change.js')).registerChanges,
  ),
  file('hold release', async () => (await import('./commands/chains.js')).registerChains),
  file('archive unarchive', async () => (await import('./commands/archive.js')).registerArchive),
  file('needs', async () => (await import('./commands/needs.js')).registerNeeds),
  file('confirm', async () => (await import('./commands/confirm.js')).registerConfirm),
  file('milestones', async () => (await import('./commands/milestones.js')).registerMilestones),
  file('github', async () => (await import('./commands/github.js')).registerGithub),
  file('keys', async () => (await import('./commands/keys.js')).registerKeys),
  file('explain', async () => (await import('./commands/explain.js')).registerExplain),
  file('hooks', async () => (await import('./commands/hooks.js')).registerHooks),
  file('tasks', async () => (await import('./commands/tasks.js')).registerTasks),
  file('plan', async () => (await import('./commands/plan.js')).registerPlan),
  file('projects features bugs', async () => (await import('./commands/record.js')).registerRecord),
  file('stats search errors', async () => (await import('./commands/overview.js')).registerOverview),
  file('throughput', async () => (await import('./commands/throughput.js')).registerThroughput),
  file('health', async () => (await import('./commands/health.js')).registerHealth),
  file('improvements', async () => (await import('./commands/improvements.js')).registerImprovements),
  file('assigner', async () => (await import('./commands/assigner.js')).registerAssigner),
  file('models', async () => (await import('./commands/models.js')).registerModels),
  file('budgets', async () => (await import('./commands/budgets.js')).registerBudgets),
  file('vault', async () => (await import('./commands/vault.js')).registerVault),
  file('users', async () => (await import('./commands/users.js')).registerUsers),
  file('tokens', async () => (await import('./commands/tokens.js')).registerTokens),
  file('audit', async () => (await import('./commands/audit.js')).registerAudit),
  file('import', async () => (await import('./commands/import.js')).registerImport),
  file('export', async () => (await import('./commands/export.js')).registerExport),
  file('backup restore', async () => (await import('./commands/backup.js')).registerBackup),
  file('maintenance', async () => (await import('./commands/maintenance.js')).registerMaintenance),
  file('schedules', async () => (await import('./commands/schedules.js')).registerSchedules),
  file('templates', async () => (await import('./commands/templates.js')).registerTemplates),
  file('recurring', async () => (await import('./commands/recurring.js')).registerRecurring),
  file('sms', async () => (await import('./commands/sms.js')).registerSms),
  file('sheets', async () => (await import('./commands/sheets.js')).registerSheets),
  file('alerts', async () => (await import('./commands/alerts.js')).registerAlerts),
];
