import type { Command } from 'commander';
import { type Answer, call } from '../api';
import type { Context } from '../context';
import { withoutControl } from '../../workflows/contracts/control-characters';

export function registerExplain(program: Command, context: Context): void {
  program
    .command('explain')
    .description('why a session is in its state: what its hooks, transcript, title and screen say')
    .argument('<session>', 'name of the session')
    .action(async (session: string) => {
      const params = { name: session };
      const answer = await call(context.client, 'GET /api/sessions/:name/explain', { params });
      await context.show(answer, (why) => withoutControl(inWords(why)));
    });
}

function inWords(why: Answer<'GET /api/sessions/:name/explain'>): string {
  const { cursor, size } = why.frame;
  const lines = [
    `${why.session} is ${why.status}: ${why.reason}`,
    `  decided by  ${why.source}, rule ${why.rule}`,
    `  evidence    ${why.evidence}`,
    ...(why.disagreement === null ? [] : [`  but         ${why.disagreement}`]),
    ...(why.queue === null ? [] : [`  no prompts  ${why.queue}`]),
    `  agent       ${why.agent ? `${why.agent.title} (rules verified with ${why.agent.verified})` : 'none that is known'}`,
    `  terminal    ${why.frame.command}, title "${why.frame.title}", cursor ${cursor.x},${cursor.y} of ${size.width}x${size.height}`,
    'Sources, in the order in which they are believed:',
    ...why.sources.map(
      ({ source, state, reason, rule, evidence, at }) =>
        `  ${source.padEnd(11)} ${state}: ${reason}${rule === null ? '' : ` [${rule}]`}${evidence === '' ? '' : `; ${evidence}`}${at === null ? '' : `; since ${at}`}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
