/** What is known of a row that is open, and what can be decided about it. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Confirmation, NeedDecision, NeedTold } from '../../../../api/document/api-types';
import { call } from '../../app/api';
import { readable } from '../../app/clean';
import { submissionKeys } from '../../app/idempotency';
import { known } from '../../app/known';
import { sessionAddress } from '../../app/page-addresses';
import { may } from '../../app/permissions';
import { at } from '../../app/root';
import { state } from '../../app/state';
import { useToldActions } from '../../ui/actions';
import { decide } from './decide';
import { DialogDetail, Fact } from './dialog-detail';
import type { Entry } from './entries';
import { showOutcome } from './list';
import { decisionLabel, doneLook } from './looks';

export function Detail({ entry }: { entry: Entry }): VNode | null {
  const [need] = entry.needs;
  if (!need) return null;
  const dialogs = entry.needs.flatMap(({ refs }) =>
    refs.dialog === null ? [] : (dialogOf(refs.dialog) ?? []),
  );
  const [asked, ...others] = dialogs;
  return (
    <div class="need-detail">
      {asked ? (
        <DialogDetail key={asked.id} asked={asked} others={others} />
      ) : (
        <PlainDetail key={need.id} need={need} />
      )}
      <Links need={need} />
    </div>
  );
}

const dialogOf = (id: number): Confirmation | undefined => state.confirmations.get(id);

function PlainDetail({ need }: { need: NeedTold }): VNode {
  const { subject, why, kind, decisions } = need;
  const plain = decisions.filter(({ name }) => name !== 'answer' && name !== 'raise' && name !== 'renew');
  return (
    <>
      {subject && <p class="need-subject-whole">{readable(subject)}</p>}
      {kind === 'asks_back' && <AnswerBack need={need} />}
      <Decisions need={need} decisions={plain} />
      <dl class="need-facts">
        <Fact name="Why">{readable(why)}</Fact>
      </dl>
    </>
  );
}

/** By one press each; the first is the likely one. */
function Decisions({ need, decisions }: { need: NeedTold; decisions: readonly NeedDecision[] }): VNode {
  const { actions, problem } = useToldActions();
  return (
    <div class="need-answer">
      <div class="need-buttons">
        {decisions.map((decision, index) => (
          <button
            key={decision.name}
            type="button"
            class={`button ${lookOf(need, decision, index)}`}
            data-key={keyOf(decision, index)}
            data-decision={decision.name}
            data-steady
            disabled={actions.isBusy() || !may(decision.scope)}
            title={may(decision.scope) ? undefined : `This needs ${decision.scope}.`}
            onClick={actions.press(() => decide(need, decision))}
          >
            <span>{decisionLabel(decision.name)}</span>
            <kbd aria-hidden="true">{keyOf(decision, index).toUpperCase()}</kbd>
          </button>
        ))}
      </div>
      <p class="form-message" role="status" data-tone="bad">
        {problem.value}
      </p>
    </div>
  );
}

const lookOf = ({ kind }: NeedTold, { name }: NeedDecision, index: number): string => {
  if (name === 'deny' || name === 'cancel' || name === 'fail') return 'button-danger';
  // Which of them is right nobody knows.
  return index === 0 && kind !== 'indeterminate' && name !== 'dismiss' ? 'button-primary' : '';
};
const keyOf = ({ name }: NeedDecision, index: number): string =>
  name === 'approve' ? 'a' : name === 'deny' ? 'd' : String(index + 1);

/** The answer goes to the session that asked, before all else that waits for it. */
function AnswerBack({ need }: { need: NeedTold }): VNode {
  const { prompt, session } = need.refs;
  const words = useSignal('');
  const { actions, problem } = useToldActions();
  const [keys] = useState(submissionKeys);
  const send = async (): Promise<void> => {
    const content = words.value.trim();
    if (content === '' || session === null) return void (problem.value = 'Expected an answer.');
    const body = { content, target_session: session, priority: 1000, metadata: { answers: prompt } };
    const headers = { 'Idempotency-Key': keys.forBody(body) };
    const { prompt_id: id } = await call('POST /api/assigner/send', { body, headers });
    keys.done();
    showOutcome(need.id, doneLook('answer'), `Prompt ${id} is queued for ${session}.`);
  };
  return (
    <div class="need-back">
      <label for={`back-${need.id}`} class="visually-hidden">
        Your answer
      </label>
      <textarea
        id={`back-${need.id}`}
        class="need-text"
        rows={2}
        placeholder={`Your answer, for ${session}`}
        value={words.value}
        onInput={({ currentTarget }) => (words.value = currentTarget.value)}
      />
      <button
        type="button"
        class="button button-primary"
        data-steady
        disabled={actions.isBusy() || !may('prompts:write')}
        onClick={actions.press(send)}
      >
        Answer
      </button>
      <p class="form-message" role="alert" data-tone="bad">
        {problem.value}
      </p>
    </div>
  );
}

/** Pages that have no other link here, by what they show. */
const PAGES: Partial<Readonly<Record<NeedTold['kind'], string>>> = {
  health: 'Health',
  budget: 'Budgets',
  secret: 'Vault',
};

/** Where more is known. */
function Links({ need: { refs, page, kind } }: { need: NeedTold }): VNode {
  const { prompt, session, plan } = refs;
  const name = known(PAGES, kind);
  return (
    <p class="need-links">
      {prompt !== null && <a href={at(`/#/prompt/${prompt}`)}>Prompt #{prompt}</a>}
      {plan !== null && <a href={at(`/plans.html#/${plan}`)}>Plan {plan}</a>}
      {name && <a href={at(page as `/${string}`)}>{name}</a>}
      {session !== null && <a href={sessionAddress(session)}>Session {session}</a>}
    </p>
  );
}
