/** A check that finds nothing wrong is worth what it would find. */
import { type Evidence, invariants } from './invariants';
import type { KeptPrompt, Step } from './outcome';

const STEPS = ['queued', 'leased', 'typing', 'typed', 'submitted', 'taken', 'working', 'completed'];
const step = (stage: string, at: number): Step => ({
  ...{ stage, at: `2026-02-07T00:00:0${at}`, session: 'w1', reason: 'so', evidence: null },
});
const prompt = (changes: Partial<KeptPrompt> = {}): KeptPrompt => ({
  ...{ id: 1, content: 'echo n1x2 "$TMUX_PANE"', status: 'completed', stage: 'completed' },
  ...{ response: 'n1x2', session: 'w1', reason: 'it ended', completedAt: 'then' },
  steps: STEPS.map(step),
  ...changes,
});
const RUN = { nonce: 'n1x2', pane: '9:%1' };

function evidence(outcome: Partial<Evidence['outcome']>, more: Partial<Evidence> = {}): Evidence {
  return {
    accepted: [{ kind: 'prompt', nonce: 'n1x2', id: 1, target: 'w1', acceptedMs: 100 }],
    panes: new Map([
      ['9:%1', 'w1'],
      ['9:%2', 'w2'],
    ]),
    ...{ harmed: [], clockMoved: false },
    outcome: {
      ...{ prompts: [prompt()], tasks: [], plans: [], pendingConfirmations: 0, leases: 0, due: 0 },
      ...{ damage: [], runs: [RUN], strangeLines: [] },
      ...outcome,
    },
    ...more,
  };
}
const brokenOf = (given: Evidence): string[] =>
  invariants(given).flatMap(({ invariant, broken }) => (broken.length > 0 ? [invariant] : []));

test('where all is as it should be nothing is found', () => {
  expect(brokenOf(evidence({}))).toEqual([]);
});

const failed = prompt({ status: 'failed', stage: 'failed', response: null, steps: [step('failed', 0)] });
test.each<[string, Evidence]>([
  ['nothing that was accepted is lost', evidence({ prompts: [], runs: [] })],
  ['a request that was repeated is one prompt', evidence({ prompts: [prompt(), prompt({ id: 2 })] })],
  ['nothing is typed twice', evidence({ runs: [RUN, RUN] })],
  ['nothing is typed into another terminal', evidence({ runs: [{ ...RUN, pane: '9:%2' }] })],
  ['no text is torn or mixed with another', evidence({ strangeLines: ['n1x2 n1x'] })],
  ['every prompt is settled', evidence({ prompts: [prompt({ status: 'pending', stage: 'queued' })] })],
  ['completed means done, with its answer', evidence({ prompts: [prompt({ response: 'no' })] })],
  ['completed means done, with its answer', evidence({ runs: [] })],
  ['only prompts whose terminal was ended fail', evidence({ prompts: [failed] })],
  [
    'only prompts whose terminal was ended fail',
    evidence({ prompts: [failed] }, { harmed: [{ session: 'w1', atMs: 99 }] }),
  ],
  [
    'the steps of receipts are in order',
    evidence({ prompts: [prompt({ steps: [step('working', 0), step('typed', 1)] })] }),
  ],
  [
    'the steps of receipts are in order',
    evidence({ prompts: [prompt({ steps: [step('typed', 2), step('working', 1)] })] }),
  ],
  [
    'the steps of receipts are in order',
    evidence({ prompts: [prompt({ steps: [step('completed', 0), step('queued', 1)] })] }),
  ],
  ['no lease and no follow-up is left', evidence({ leases: 1 })],
  ['the databases are whole', evidence({ damage: ['assigner.db: wrong # of entries'] })],
])('%s: it is found where it is not so', (invariant, given) => {
  expect(brokenOf(given)).toContain(invariant);
});

test('a prompt may fail whose terminal was ended after it was accepted, and may go back to the queue', () => {
  const harmed = [{ session: 'w1', atMs: 101 }];
  expect(brokenOf(evidence({ prompts: [failed] }, { harmed }))).toEqual([]);
  const steps = ['queued', 'leased', 'typing', 'queued', 'leased', 'typing', 'completed'].map(step);
  expect(brokenOf(evidence({ prompts: [prompt({ steps })] }))).toEqual([]);
});

test.each([
  ['task', 'background tasks run once and end'],
  ['plan', 'plans end'],
] as const)('a %s that was accepted and is nowhere is found', (kind, invariant) => {
  const accepted = [{ kind, nonce: 'n5x5', id: 5, target: undefined, acceptedMs: 100 }];
  expect(brokenOf(evidence({}, { accepted }))).toEqual([invariant]);
});
