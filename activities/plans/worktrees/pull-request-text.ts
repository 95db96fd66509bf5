/** What a pull request of a worktree says: enough to know it by. Others than those who wrote the prompt read it. */

import { beginning } from '../../beginning';

/** Of the prompt: its first lines, and no more characters than that. */
const MOST_LINES = 8;
const MOST_CHARS = 600;
const TITLE_CHARS = 200;

export interface PullRequestFacts {
  readonly plan: { readonly id: number; readonly name: string };
  readonly key: string;
  readonly attempt: number;
  /** Without secrets: what is cut in the middle of one is not known for one any more. */
  readonly prompt: string;
}

export function pullRequestTitle({ plan, key }: Pick<PullRequestFacts, 'plan' | 'key'>): string {
  const title = `${plan.name}: ${key}`.replace(/\s+/g, ' ');
  return title.length > TITLE_CHARS ? `${beginning(title, TITLE_CHARS - 1)}…` : title;
}

export function pullRequestText({ plan, key, attempt, prompt }: PullRequestFacts): string {
  // Markdown begins a line after each of these.
  const lines = prompt.trim().split(/\r\n|\r|\n/);
  const first = beginning(lines.slice(0, MOST_LINES).join('\n'), MOST_CHARS).trimEnd();
  const isWhole = first === lines.join('\n');
  return [
    `Task '${key}' of plan ${plan.id}, attempt ${attempt}: its gates passed.`,
    isWhole ? 'The task:' : 'The task begins with:',
    // As it stands there: nobody is mentioned, and no issue is closed, by what a prompt says.
    first
      .split('\n')
      .map((line) => `    ${line}`)
      .join('\n'),
    ...(isWhole ? [] : [`The whole of it is in the dashboard: architect plan show ${plan.id}`]),
  ].join('\n\n');
}
