/** What needs a person on the fake server: by the functions of the real one. */
import { combine } from '../../store/needs/combine';
import type { Facts } from '../../store/needs/facts';
import type { DialogFact } from '../../store/needs/facts';
import { needsToldView } from '../../api/needs/views';
import type { FakeConfirmation } from './fake-confirm';
import type { FakePrompt } from './fake-data';

interface World {
  readonly dialogs: readonly FakeConfirmation[];
  readonly prompts: readonly FakePrompt[];
  /** Others, such as secrets and budgets. */
  readonly more: Partial<Facts>;
  readonly dismissed: ReadonlyMap<string, string>;
}

const NOTHING: Facts = {
  ...{ outages: [], dialogs: [], leftDialogs: [], gates: [], tasks: [], drafts: [], lost: [], failed: [] },
  ...{ asking: [], blocked: [], exited: [], limited: [], hosts: [], budgets: [], secrets: [] },
  now: new Date(),
};

export function fakeNeeds({ dialogs, prompts, more, dismissed }: World) {
  const asPrompt = ({
    id,
    completed_at: at,
    created_at,
    assigned_session: session,
    content,
    reason,
    question,
  }: FakePrompt) => ({
    ...{ id, session, reason },
    at: stored(at ?? created_at),
    subject: (question ?? content).slice(0, 200),
  });
  const rows = combine(
    {
      ...NOTHING,
      dialogs: dialogs.filter(({ status }) => status === 'pending').map(asDialog),
      failed: prompts.filter(({ stage }) => stage === 'failed').map(asPrompt),
      lost: prompts.filter(({ stage }) => stage === 'indeterminate').map(asPrompt),
      blocked: prompts.filter(({ stage }) => stage === 'blocked').map(asPrompt),
      asking: prompts.filter(({ result }) => result === 'question').map(asPrompt),
      ...more,
    },
    dismissed,
  );
  return { all: rows, told: needsToldView(rows) };
}

const asDialog = (asked: FakeConfirmation): DialogFact => ({
  ...{ id: asked.id, session: asked.session, host: asked.host, agent: asked.agent },
  ...{ kind: asked.kind as DialogFact['kind'], title: asked.dialog.title, prompt_id: asked.prompt_id },
  ...{
    at: stored(asked.created_at),
    decided_by: asked.decided_by,
    due_at: asked.due_at,
    verdict: asked.verdict,
  },
  ...{
    mode: asked.mode,
    rule_id: asked.rule === null ? null : String(asked.rule.id),
    held: asked.resolution,
  },
  rule_reason: asked.rule?.reason ?? null,
  ...{ notify_due_at: asked.notified_at, escalate_due_at: asked.escalated_at, options: '[]' },
  subject: asked.command ?? asked.path ?? asked.questions?.[0]?.question ?? asked.dialog.title,
});

const stored = (iso: string): string => iso.replace('T', ' ').replace('Z', '');
