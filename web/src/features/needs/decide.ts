/** Decides about what needs a person, by the call that came with it. */
import type { Confirmation, NeedDecision, NeedTold } from '../../../../api/document/api-types';
import { callNamed } from '../../app/api';
import { apply, state } from '../../app/state';
import { showOutcome } from './list';
import { decisionLabel, doneLook } from './looks';

/** @param body what the decision leaves open */
export async function decide(
  need: NeedTold,
  { name, request }: NeedDecision,
  body: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const whole =
    request.body === null && Object.keys(body).length === 0 ? undefined : { ...request.body, ...body };
  const answer = await callNamed(request.method, request.path, whole);
  // What became of a dialog is told as of one that was answered elsewhere.
  if (need.refs.dialog !== null && state.confirmations.get(need.refs.dialog))
    apply('confirmation', answer as Confirmation);
  else showOutcome(need.id, doneLook(name), `${need.title}: ${decisionLabel(name)}`);
}

export const decisionOf = (need: NeedTold, name: NeedDecision['name']): NeedDecision | undefined =>
  need.decisions.find((one) => one.name === name);
