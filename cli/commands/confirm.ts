/** Dialogs of agents: the inbox, answering, the modes and the switch. */
import type { Command } from 'commander';
import { resolve } from 'node:path';
import {
  CONFIRM_MODES,
  CONFIRMATION_STATUSES,
  type ConfirmMode,
} from '../../workflows/contracts/confirmation';
import { type Body, call } from '../api';
import { confirmationId, someOf, wholeNumber } from '../arguments';
import { asText, forEach } from '../bulk';
import { CONFIRMATION_COLUMNS, confirmationDetails, confirmationLine } from '../confirm-format';
import type { Context } from '../context';
import { CliError, UsageError } from '../errors';
import { table } from '../output';
import { registerRules } from './confirm-rules';

export function registerConfirm(program: Command, context: Context): void {
  const confirm = program
    .command('confirm')
    .description('dialogs that wait for an answer; answer them; rules and modes')
    .action(async () => {
      await inbox(context, {});
    });

  // Options of the parent would take those of its commands: `confirm test --session a`.
  confirm
    .command('list')
    .description('list dialogs, those too that are over')
    .option(
      '--status <list>',
      `only these, comma-separated: ${CONFIRMATION_STATUSES.join(', ')} (default: pending)`,
      someOf(CONFIRMATION_STATUSES),
    )
    .option('--session <name>', 'only those of this session')
    .option('--limit <n>', 'how many, 500 at most (default: 50)', wholeNumber)
    .action((options: { status?: string; session?: string; limit?: number }) => inbox(context, options));
  confirm
    .command('show')
    .description('show one dialog: what it asks, what was judged, how it ended')
    .argument('<id>', 'number of the confirmation', confirmationId)
    .action(async (id: number) => {
      const shown = await call(context.client, 'GET /api/confirmations/:id', { params: { id } });
      await context.show(shown, (one) => confirmationDetails(one, context.io.stdout));
    });
  for (const decision of ['approve', 'deny'] as const) {
    const command = confirm
      .command(decision)
      .description(decision === 'approve' ? 'say yes to dialogs' : 'say no to dialogs')
      .option('--option <n>', 'choose this option, counted from 1', wholeNumber)
      .option('--note <text>', 'kept with it');
    if (decision === 'deny')
      command.option('--tell <text>', "queued as the next prompt of the dialog's session");
    forEach<number, { option?: number; note?: string; tell?: string }>(
      command,
      context,
      { name: 'id', help: 'number of the confirmation', parse: confirmationId },
      async (id, options) => {
        await send(context, id, { decision, ...options });
      },
    );
  }
  registerAnswers(confirm, context);
  registerModes(confirm, context);
  registerTrust(confirm, context);
  registerRules(confirm, context);
}

function registerAnswers(confirm: Command, context: Context): void {
  confirm
    .command('answer')
    .description(
      'answer a question: an option, several, or words of your own; for a form one answer a question',
    )
    .argument('<id>', 'number of the confirmation', confirmationId)
    .argument('[answers...]', "number of an option, '1,3' for several, else words; '2: words' for both")
    .option('--text <words>', 'words of your own, also where they look like a number')
    .option('--note <text>', 'kept with it')
    .action(async (id: number, answers: string[], { text, note }: { text?: string; note?: string }) => {
      const given = [...answers.map(answerIn), ...(text === undefined ? [] : [{ text }])];
      const [first] = given;
      if (!first) throw new UsageError('confirm answer: expected an option or words for each question.');
      const kept = note === undefined ? {} : { note };
      await send(context, id, {
        decision: 'answer',
        ...(given.length === 1 ? first : { answers: given }),
        ...kept,
      });
    });
  confirm
    .command('dismiss')
    .description('close a dialog without an answer; where it has an option that refuses, choose that')
    .argument('<id>', 'number of the confirmation', confirmationId)
    .option('--note <text>', 'kept with it')
    .action((id: number, options: { note?: string }) => send(context, id, { decision: 'deny', ...options }));
}

async function send(context: Context, id: number, body: Body<'POST /api/confirmations/:id'>): Promise<void> {
  const after = await call(context.client, 'POST /api/confirmations/:id', { params: { id }, body });
  await context.show(after, (one) => `${confirmationLine(one)}\n`);
}

/** `2`, `1,3`, `2: words`, or words. */
function answerIn(words: string): { option?: number; options?: number[]; text?: string } {
  const [, numbers, text] = /^(\d{1,2}(?:,\d{1,2})*)(?:: *(.+))?$/s.exec(words) ?? [];
  if (numbers === undefined) return { text: words };
  const options = numbers.split(',').map(Number);
  const [option] = options;
  const chosen = options.length === 1 && option !== undefined ? { option } : { options };
  return { ...chosen, ...(text !== undefined && { text }) };
}

async function inbox(
  context: Context,
  { status = 'pending', ...rest }: { status?: string; session?: string; limit?: number },
): Promise<void> {
  const page = await call(context.client, 'GET /api/confirmations', { query: { status, ...rest } });
  await context.show(page, ({ items }) => {
    if (items.length > 0) return table(items, CONFIRMATION_COLUMNS, context.io.stdout);
    return status === 'pending'
      ? 'Nothing waits for an answer.\n'
      : `No ${status.replaceAll(',', ' or ')} confirmations.\n`;
  });
}

function registerModes(confirm: Command, context: Context): void {
  confirm
    .command('mode')
    .description('what is answered by itself in a session')
    .argument('<session>', 'name of the session')
    .argument('<mode>', `one of ${CONFIRM_MODES.join(', ')}`)
    .option('--minutes <n>', 'how long the mode all holds', wholeNumber)
    .action(async (session: string, mode: string, { minutes }: { minutes?: number }) => {
      const after = await call(context.client, 'PUT /api/sessions/:name/auto-confirm', {
        params: { name: session },
        // Another word is refused by the server.
        body: { mode: mode as ConfirmMode, minutes },
      });
      await context.show(after, ({ name, auto_confirm: now, auto_confirm_until: until }) => {
        const end = until === null ? '' : ` until ${new Date(until).toLocaleTimeString()}`;
        return `Session ${name}: automatic confirmation is ${now}${end}.\n`;
      });
    });
  for (const [name, enabled] of [
    ['on', true],
    ['off', false],
  ] as const) {
    confirm
      .command(name)
      .description(enabled ? 'let the rules answer again' : 'answer nothing by itself, in all sessions')
      .action(async () => {
        const settings = await call(context.client, 'PUT /api/confirm', { body: { enabled } });
        await context.show(settings, (after) => {
          const state = after.enabled ? 'on' : 'off: every dialog waits for a person';
          return `Automatic confirmation is ${state}. Waiting now: ${after.pending}.\n`;
        });
      });
  }
}

function registerTrust(confirm: Command, context: Context): void {
  const read = () => call(context.client, 'GET /api/confirm/trusted-directories');
  const trust = confirm
    .command('trust')
    .description('directories whose trust dialogs are answered with yes')
    .action(async () => {
      await context.show(await read(), ({ items }) =>
        items.length === 0 ? 'No trusted directories.\n' : items.map((one) => `${one.path}\n`).join(''),
      );
    });
  const directories = (help: string) => ({ name: 'dir', help, parse: asText });
  forEach(
    trust.command('add').description('trust directories and all below them'),
    context,
    directories('the directory'),
    async (dir) => {
      const body = { path: resolve(dir) };
      const made = await call(context.client, 'POST /api/confirm/trusted-directories', { body });
      await context.show(made, (one) => `Trusted: ${one.path}\n`);
    },
  );
  forEach(
    trust.command('rm').description('trust directories no longer'),
    context,
    directories('the directory, as `confirm trust` lists it'),
    async (dir) => {
      const wanted = resolve(dir);
      const found = (await read()).items.find((one) => one.path === wanted);
      if (!found) throw new CliError(`${wanted} is not a trusted directory. See architect confirm trust.`);
      const params = { id: found.id };
      await call(context.client, 'DELETE /api/confirm/trusted-directories/:id', { params });
      await context.show(undefined, () => `No longer trusted: ${wanted}\n`);
    },
  );
}
