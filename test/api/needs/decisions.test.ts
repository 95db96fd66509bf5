/** Each decision is a call that the API takes, with the scope that it needs, and a command that there is. */
import { decisionsOf } from '../../../api/needs/decisions';
import { allOperations } from '../../../api/document/operations';
import { buildProgram } from '../../../cli/program';
import type { Io } from '../../../cli/io';
import { DISMISSABLE, NEED_KINDS, type Need, type NeedKind } from '../../../workflows/contracts/needs';

const refs = {
  ...{ dialog: 7, prompt: 12, session: 'my agent', plan: 3, task: 'a b' },
  ...{ budget: 4, secret: 5, host: 'box' },
};
const need = (kind: NeedKind, changes: Partial<Need> = {}): Need => ({
  ...{ id: `${kind}-1`, kind, severity: 'warning', since: '2026-03-10 12:00:00.000', title: 't', why: 'w' },
  ...{ subject: null, refs, seen: { attempt: 2, gate: 1, asked: 0 } },
  ran: { provider: 'claude', working_dir: '/home/me/a b' },
  ...changes,
});
const CASES = [
  ...NEED_KINDS.map((kind) => [kind, need(kind)] as const),
  ['draft', need('plan', { refs: { ...refs, task: null } })] as const,
];

test.each(CASES)('%s', (_, given) => {
  for (const { scope, request } of decisionsOf(given)) {
    const found = allOperations().find(
      ({ method, path }) =>
        method === request.method && new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`).test(request.path),
    );
    expect(found?.access).toBe(scope);
    if (request.body !== null) expect(found?.body?.safeParse(request.body).error).toBeUndefined();
  }
});

test('each command is one of ours, with options that it has', async () => {
  const { program } = await buildProgram({ stdout: {}, stderr: {} } as Io);
  for (const { command } of CASES.flatMap(([, given]) => decisionsOf(given))) {
    const [name, ...words] = command.split(' ');
    let found = program;
    for (const word of words) found = found.commands.find((one) => one.name() === word) ?? found;
    expect([name, found === program]).toEqual(['architect', false]);
    const options = words.filter((word) => word.startsWith('--'));
    expect(found.options.map(({ long }) => long)).toEqual(expect.arrayContaining(options));
  }
});

test('what only ends when it is seen to can’t be put away, all else can', () => {
  for (const kind of NEED_KINDS)
    expect(decisionsOf(need(kind)).some(({ name }) => name === 'dismiss')).toBe(DISMISSABLE.has(kind));
});

test('a dialog that no call can answer has none', () => {
  expect(decisionsOf(need('approval', { refs: { ...refs, dialog: null } }))).toEqual([]);
});

test('names of others stay one word of a command', () => {
  const [restart] = decisionsOf(need('exited'));
  expect(restart?.command).toBe(`architect sessions new 'my agent' --provider claude --dir '/home/me/a b'`);
});
