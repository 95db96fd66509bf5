/** The list of what needs a person, from what the tables have. Pure. */
import { NEED_KINDS, type Need, type NeedKind } from '../../workflows/contracts/needs';
import type { Facts } from './facts';
import { dialogNeeds, leftDialogNeeds } from './dialogs';
import type { FoundNeed } from './found';
import { draftNeed, gateNeed, taskNeed } from './plans';
import { askingNeed, blockedNeed, failedNeed, lostNeed } from './prompts';
import { budgetNeeds, exitedNeed, healthNeeds, hostNeed, limitNeeds, secretNeed } from './site';

/** Put away by a person, by its id: as it was then. */
export type Dismissed = ReadonlyMap<string, string>;

const RANK = new Map(NEED_KINDS.map((kind, rank): [NeedKind, number] => [kind, rank]));
const rankOf = ({ kind }: Need): number => {
  // Both are agents that stand still now: the one that waits longest comes first.
  return RANK.get(kind === 'question' ? 'approval' : kind) ?? RANK.size;
};

/** In the order in which people should see to them; nothing moves because of a repeat. */
export function combine(facts: Facts, dismissed: Dismissed): FoundNeed[] {
  const found: FoundNeed[] = [
    ...healthNeeds(facts.outages),
    ...dialogNeeds(facts.dialogs),
    ...leftDialogNeeds(facts.leftDialogs),
    ...facts.gates.map(gateNeed),
    ...facts.tasks.map(taskNeed),
    ...facts.drafts.map(draftNeed),
    ...facts.lost.map(lostNeed),
    ...facts.asking.map(askingNeed),
    ...facts.failed.map(failedNeed),
    ...facts.blocked.map(blockedNeed),
    ...facts.exited.map(exitedNeed),
    ...facts.hosts.map(hostNeed),
    ...limitNeeds(facts.limited),
    ...budgetNeeds(facts.budgets, facts.now),
    ...facts.secrets.map(secretNeed),
  ];
  return found
    .filter(({ id, occurrence }) => dismissed.get(id) !== occurrence)
    .sort((a, b) => rankOf(a) - rankOf(b) || compare(a.since, b.since) || compare(a.id, b.id));
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
