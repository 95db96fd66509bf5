/** What can be decided about what needs a person: the call and the command that do it, and what they need. Pure. */
import type { Scope } from '../../workflows/contracts/access';
import { DISMISSABLE, type Need, type NeedDecisionName } from '../../workflows/contracts/needs';

export interface Decision {
  readonly name: NeedDecisionName;
  readonly scope: Scope;
  /** `body` null: it is for the caller to say, or there is none. */
  readonly request: {
    readonly method: 'POST' | 'PUT' | 'PATCH';
    readonly path: string;
    readonly body: Readonly<Record<string, unknown>> | null;
  };
  /** In a terminal; words in capitals are to be filled in. */
  readonly command: string;
}

type Body = Decision['request']['body'];

const post = (
  name: NeedDecisionName,
  scope: Scope,
  call: readonly [path: string, body: Body],
  command: string,
): Decision => ({
  ...{ name, scope, command },
  request: { method: 'POST', path: call[0], body: call[1] },
});

/** The most likely one first; none where only a look at the terminal helps. */
export function decisionsOf(need: Need): Decision[] {
  const own = ofKind(need);
  if (!DISMISSABLE.has(need.kind)) return own;
  const path = `/api/needs/${encodeURIComponent(need.id)}/dismiss`;
  return [
    ...own,
    post('dismiss', 'prompts:write', [path, null], `architect needs dismiss ${quoted(need.id)}`),
  ];
}

function ofKind(need: Need): Decision[] {
  const { kind, refs } = need;
  switch (kind) {
    case 'approval':
    case 'question':
      return refs.dialog === null ? [] : ofDialog(kind, refs.dialog);
    case 'gate':
      return ofGate(need);
    case 'plan':
      return refs.task === null ? ofDraft(refs.plan) : ofTask(need);
    case 'asks_back':
      return refs.session === null ? [] : [answerTo(need.refs.session as string, refs.prompt as number)];
    case 'indeterminate':
    case 'failed':
    case 'blocked':
      return ofPrompt(kind, refs.prompt as number);
    case 'budget':
      return [raise(refs.budget as number)];
    case 'secret':
      return [renew(refs.secret as number)];
    case 'exited':
      return restart(need);
    case 'health':
    case 'host':
    case 'limit':
      return [];
  }
}

function ofDialog(kind: 'approval' | 'question', id: number): Decision[] {
  const to = (name: 'approve' | 'deny', command: string): Decision =>
    post(name, 'dialogs:decide', [`/api/confirmations/${id}`, { decision: name }], command);
  const answer = post(
    ...(['answer', 'dialogs:decide', [`/api/confirmations/${id}`, null]] as const),
    `architect confirm answer ${id} ANSWER`,
  );
  return kind === 'question'
    ? [answer, to('deny', `architect confirm dismiss ${id}`)]
    : [to('approve', `architect confirm approve ${id}`), to('deny', `architect confirm deny ${id}`)];
}

function ofGate({ refs: { plan, task }, seen }: Need): Decision[] {
  const path = `/api/plans/${plan}/tasks/${encodeURIComponent(task ?? '')}/approve`;
  const meant = `--task ${quoted(task ?? '')} --attempt ${seen?.attempt} --gate ${seen?.gate}`;
  const command = `architect plan approve ${plan} ${meant}`;
  return [
    post('approve', 'plans:write', [path, { ...seen, approved: true }], command),
    post('deny', 'plans:write', [path, { ...seen, approved: false }], `${command} --refuse`),
  ];
}

function ofTask({ refs: { plan, task }, seen }: Need): Decision[] {
  const at = (action: 'retry' | 'skip'): Decision => {
    const path = `/api/plans/${plan}/tasks/${encodeURIComponent(task ?? '')}/${action}`;
    const command = `architect plan ${action} ${plan} ${quoted(task ?? '')} --attempt ${seen?.attempt}`;
    return post(action, 'plans:write', [path, { attempt: seen?.attempt }], command);
  };
  return [at('retry'), at('skip')];
}

const ofDraft = (plan: number | null): Decision[] => [
  post(
    ...(['begin', 'plans:write', [`/api/plans/${plan}/approve`, { start: true }]] as const),
    `architect plan approve ${plan}`,
  ),
];

const answerTo = (session: string, prompt: number): Decision =>
  post(
    ...(['answer', 'prompts:write', ['/api/assigner/send', null]] as const),
    `architect send --target ${quoted(session)} "ANSWER TO ${prompt}"`,
  );

function ofPrompt(kind: 'indeterminate' | 'failed' | 'blocked', id: number): Decision[] {
  const at = (name: NeedDecisionName, [path, body]: [string, Body], command: string): Decision =>
    post(name, 'prompts:write', [`/api/assigner/prompts/${id}/${path}`, body], command);
  const retry = at('retry', ['retry', null], `architect retry ${id}`);
  if (kind === 'failed') return [retry];
  if (kind === 'blocked')
    return [
      at('release', ['release', null], `architect release ${id}`),
      at('cancel', ['cancel', null], `architect cancel ${id}`),
    ];
  return [
    at('complete', ['resolve', { as: 'completed' }], `architect resolve ${id} --as completed`),
    at('fail', ['resolve', { as: 'failed' }], `architect resolve ${id} --as failed`),
    retry,
  ];
}

const raise = (id: number): Decision => ({
  ...{ name: 'raise', scope: 'budgets:write', command: `architect budgets set ${id} --usd DOLLARS` },
  request: { method: 'PATCH', path: `/api/budgets/${id}`, body: null },
});

function restart({ refs: { session }, ran }: Need): Decision[] {
  if (session === null || ran === null) return [];
  const body = { name: session, ...ran };
  const place = ran.working_dir === null ? '' : ` --dir ${quoted(ran.working_dir)}`;
  const command = `architect sessions new ${quoted(session)} --provider ${ran.provider}${place}`;
  return [post('restart', 'sessions:write', ['/api/sessions', body], command)];
}

const renew = (id: number): Decision => ({
  ...{ name: 'renew', scope: 'secrets:write', command: 'architect vault set NAME' },
  request: { method: 'PUT', path: `/api/secrets/${id}`, body: null },
});

/** As a shell takes it for one word. */
const quoted = (word: string): string =>
  /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
