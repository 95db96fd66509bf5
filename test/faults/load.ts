/** What people and programs ask of the dashboard while faults happen: each with an id of its own, asked until it is answered. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from './random';
import type { Site } from './site';
import { everyMs, SHELLS, type Terminals } from './terminals';

export interface Accepted {
  readonly kind: 'prompt' | 'task' | 'plan';
  readonly nonce: string;
  readonly id: number;
  /** The session that it was for. */
  readonly target: string | undefined;
  readonly acceptedMs: number;
}

export interface Load {
  readonly accepted: readonly Accepted[];
  /** Answers that no fault explains, as text. */
  readonly refused: readonly string[];
  stop(): Promise<void>;
}

interface Ask {
  readonly kind: Accepted['kind'];
  readonly nonce: string;
  readonly target?: string | undefined;
  readonly path: string;
  readonly body: object;
}

/** Between two requests of one person. */
const EVERY_MS = 800;
/** A machine that is busy with other things does less: no more is asked of it than it does in some minutes. */
const MOST_WAITING = 40;
const DIALOG_EVERY_MS = 5_000;
const ANSWER_MS = 10_000;
const AGAIN_MS = 300;
/** After the last fault: until then the dashboard has to answer all that was asked. */
const LAST_ANSWERS_MS = 60_000;
/** Of so many requests one is a background task, one a plan. */
const TASK_IN = 10;
const PLAN_IN = 25;
/** Characters that make a prompt longer than a line, and than what a terminal takes at once. */
const LONG = 1_500;

export const ledgerOf = (site: Site): string => join(site.dir, 'done');

export function startLoad(site: Site, terminals: Terminals, random: Random): Load {
  const accepted: Accepted[] = [];
  const refused: string[] = [];
  const open = new Set<Promise<void>>();
  let deadlineMs = Infinity;
  let count = 0;
  const send = async (ask: Ask): Promise<void> => {
    for (;;) {
      const answer = await request(site, ask).catch(() => undefined);
      if (answer?.status === 500) refused.push(`${ask.path}: 500 ${answer.text.slice(0, 300)}`);
      // Neither refused nor accepted: asked again with the same key, it is the same request. A session that a fault ended
      // is there again in a moment.
      if (answer === undefined || answer.status >= 500 || /there is no session/.test(answer.text)) {
        if (Date.now() > deadlineMs) return void refused.push(`${ask.path}: no answer at the end`);
        await pause(AGAIN_MS);
        continue;
      }
      const { status, text } = answer;
      const id = idIn(text);
      if (status > 201 || id === undefined) refused.push(`${ask.path}: ${status} ${text.slice(0, 300)}`);
      else
        accepted.push({ kind: ask.kind, nonce: ask.nonce, id, target: ask.target, acceptedMs: Date.now() });
      return;
    }
  };
  const requests = everyMs(EVERY_MS, async () => {
    if ((await waiting(site)) > MOST_WAITING) return;
    count += 1;
    const sending: Promise<void> = send(nextAsk(site, random, count)).finally(() => open.delete(sending));
    open.add(sending);
  });
  const dialogs = everyMs(DIALOG_EVERY_MS, () => terminals.ask());
  return {
    accepted,
    refused,
    async stop() {
      deadlineMs = Date.now() + LAST_ANSWERS_MS;
      await Promise.all([requests.stop(), dialogs.stop()]);
      await Promise.all(open);
    },
  };
}

/** Prompts that wait; none where nobody answers: then what is asked waits here. */
async function waiting({ url, token }: Site): Promise<number> {
  try {
    const response = await fetch(`${url}/api/assigner/status`, {
      headers: { authorization: `Bearer ${token()}` },
      signal: AbortSignal.timeout(EVERY_MS),
    });
    return ((await response.json()) as { pending?: number }).pending ?? 0;
  } catch {
    return 0;
  }
}

async function request({ url, token }: Site, { path, body, nonce }: Ask) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${token()}`, 'content-type': 'application/json' },
      'idempotency-key': nonce,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  return { status: response.status, text: await response.text() };
}

function idIn(text: string): number | undefined {
  try {
    const { prompt_id: promptId, id } = JSON.parse(text) as { prompt_id?: number; id?: number };
    return promptId ?? id;
  } catch {
    return undefined;
  }
}

function nextAsk(site: Site, random: Random, count: number): Ask {
  const nonce = `n${count}x${Math.floor(random.next() * 1e6)}`;
  if (count % PLAN_IN === 0) return plan(site, random, nonce);
  if (count % TASK_IN === 0) return task(site, nonce);
  // A shell gets only what names it.
  const target = random.pick(SHELLS);
  const content = text(site, random, nonce);
  const body = { content, target_session: target, priority: random.between(0, 9) };
  return { kind: 'prompt', nonce, target, path: '/api/assigner/send', body };
}

/** The line that a prompt leaves behind: its own id, and the terminal that it ran in. */
const mark = (site: Site, nonce: string): string =>
  `echo ${nonce} "$TMUX_PANE" "$TMUX" >> ${ledgerOf(site)}; echo ${nonce}`;

function text(site: Site, random: Random, nonce: string): string {
  const line = mark(site, nonce);
  return random.pick([
    line,
    `${line}; sleep 0.${random.between(1, 9)}; echo ${nonce}`,
    `${line}; sleep ${random.between(1, 3)}; echo ${nonce}`,
    `: first line\n${line}`,
    `: ${'x'.repeat(random.between(LONG / 2, LONG))}; ${line}`,
    `: "it's #{pane_id} \\$HOME ; 漢字 🙂"; ${line}`,
  ]);
}

function task(site: Site, nonce: string): Ask {
  const command = `echo ${nonce} task >> ${ledgerOf(site)}; sleep 1; echo ${nonce}`;
  const body = { type: 'shell', command, working_dir: site.dir };
  return { kind: 'task', nonce, path: '/api/tasks', body };
}

function plan(site: Site, random: Random, nonce: string): Ask {
  const step = (key: string, after: string[]) => ({
    ...{
      key,
      prompt: mark(site, `${nonce}${key}`),
      target_session: random.pick(SHELLS),
      evidence: 'none',
      after,
    },
    gates: [{ type: 'command', command: `grep -q ${nonce}${key} ${ledgerOf(site)}` }],
  });
  const phases = [{ name: 'only', tasks: [step('a', []), step('b', ['a'])] }];
  return { kind: 'plan', nonce, path: '/api/plans', body: { name: nonce, working_dir: site.dir, phases } };
}
