/** The flags of the original assigner, for scripts and habits that know them. */
import { type Command, Option } from 'commander';
import { PROVIDERS } from '../../workflows/contracts/glossary';
import { promptId, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { cancel, retry } from './change';
import { listPrompts } from './prompts';
import { send, type SendOptions } from './send';
import { runServer } from './serve';
import { listSessions } from './sessions';
import { showCounts } from './status';

interface AssignerOptions extends Pick<SendOptions, 'target' | 'priority' | 'provider'> {
  readonly send?: string;
  readonly sessions?: boolean;
  readonly status?: boolean;
  readonly prompts?: boolean;
  readonly retry?: number;
  readonly cancel?: number;
  readonly daemon?: boolean;
}

export function registerAssigner(program: Command, context: Context): void {
  program
    .command('assigner')
    .description('the same by the flags of the original assigner')
    .option('--send <text>', 'queue a prompt')
    .option('--target <session>', 'with --send: only this session')
    .option('--priority <n>', 'with --send: higher goes first', wholeNumber)
    .addOption(new Option('--provider <name>', 'with --send: only this agent').choices(PROVIDERS))
    .option('--sessions', 'list the sessions')
    .option('--status', 'count the prompts')
    .option('--prompts', 'list the prompts')
    .option('--retry <id>', 'start a prompt anew', promptId)
    .option('--cancel <id>', 'cancel a prompt', promptId)
    .option('--daemon', 'run the dashboard, which assigns: the same as serve')
    .action((options: AssignerOptions) => chosen(context, options)());
}

function chosen(context: Context, options: AssignerOptions): () => Promise<void> {
  const {
    send: text,
    sessions,
    status,
    prompts,
    retry: retried,
    cancel: cancelled,
    daemon,
    ...sendOptions
  } = options;
  const actions: (() => Promise<void>)[] = [];
  if (text !== undefined) actions.push(() => send(context, text, sendOptions));
  if (sessions === true) actions.push(() => listSessions(context));
  if (status === true) actions.push(() => showCounts(context));
  if (prompts === true) actions.push(() => listPrompts(context, {}));
  if (retried !== undefined) actions.push(() => retry(context, retried));
  if (cancelled !== undefined) actions.push(() => cancel(context, cancelled));
  if (daemon === true) actions.push(() => runServer('all'));
  const [action] = actions;
  if (action !== undefined && actions.length === 1) return action;
  throw new UsageError(
    'Give one of --send, --sessions, --status, --prompts, --retry, --cancel and --daemon.',
  );
}
