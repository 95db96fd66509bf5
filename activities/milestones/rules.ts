/** Which task goes first, how long it is expected to take, and why: the rules stand in each report. */
import type { Phase, Tag } from '../../workflows/contracts/milestones';
import type { OpenItem } from '../../store/milestones/rows';
import type { Finding } from './finding';

export const PHASE_TITLES: Readonly<Record<Phase, string>> = {
  repair: 'Repair what is broken',
  finish: 'Finish what was begun',
  clean_up: 'Clean up',
  plan_ahead: 'Plan ahead',
};

export interface Weight {
  readonly phase: Phase;
  /** 0 to 100, higher goes first. */
  readonly priority: number;
  readonly hours: number;
}

const TAG_WEIGHTS: Readonly<Record<Tag, Weight>> = {
  FIXME: { phase: 'repair', priority: 90, hours: 2 },
  TODO: { phase: 'finish', priority: 50, hours: 1 },
  XXX: { phase: 'clean_up', priority: 45, hours: 1 },
  HACK: { phase: 'clean_up', priority: 40, hours: 2 },
};
const CHECKLIST: Weight = { phase: 'finish', priority: 35, hours: 2 };
const TODO_ENTRY: Weight = { phase: 'finish', priority: 30, hours: 2 };
const PLAN_ENTRY: Weight = { phase: 'plan_ahead', priority: 20, hours: 4 };
const BUG_WEIGHTS: Readonly<Record<string, Weight>> & { readonly medium: Weight } = {
  critical: { phase: 'repair', priority: 100, hours: 8 },
  high: { phase: 'repair', priority: 80, hours: 4 },
  medium: { phase: 'repair', priority: 70, hours: 2 },
  low: { phase: 'repair', priority: 60, hours: 1 },
};
const FEATURE_WEIGHTS = {
  begun: { phase: 'finish', priority: 55, hours: 8 },
  draft: { phase: 'plan_ahead', priority: 25, hours: 8 },
} as const satisfies Record<string, Weight>;

/** The rules in words, for the report. */
export const RULES: readonly string[] = [
  'Order: critical bugs (100), FIXME (90), high, medium and low bugs (80, 70, 60), features that were begun (55), TODO (50), XXX (45), HACK (40), check-lists (35), entries of TODO and NEXT files (30), drafted features (25), entries of PLAN and ROADMAP files (20).',
  'Hours: what the text says in brackets, like (3h), (30 min) or [2 days]; else the estimate of the feature or bug; else critical bug 8, high 4, medium 2, low 1, feature 8, FIXME 2, HACK 2, TODO 1, XXX 1, entry of a check-list, TODO or NEXT file 2, entry of a PLAN or ROADMAP file 4.',
  'Phases: bugs and FIXME are repaired first; then comes what was begun (features in progress or blocked, TODO, check-lists, TODO and NEXT files), then HACK and XXX, then drafted features and PLAN and ROADMAP files.',
  'Timeline: one person, one phase after the other, open tasks only, Monday to Friday, from the day of the scan.',
];

export function weightOfFinding(finding: Finding, hoursPerDay: number): Weight {
  const weight = usualWeight(finding);
  return { ...weight, hours: saidHours(finding.text, hoursPerDay) ?? weight.hours };
}

function usualWeight({ kind, tag, ahead }: Finding): Weight {
  if (tag !== null) return TAG_WEIGHTS[tag];
  if (kind === 'checklist') return CHECKLIST;
  return ahead ? PLAN_ENTRY : TODO_ENTRY;
}

export function weightOfItem(item: OpenItem): Weight {
  const weight =
    item.kind === 'bug'
      ? (BUG_WEIGHTS[item.severity ?? 'medium'] ?? BUG_WEIGHTS.medium)
      : FEATURE_WEIGHTS[item.status === 'draft' ? 'draft' : 'begun'];
  return { ...weight, hours: item.estimated_hours ?? weight.hours };
}

const SAID = /[([]\s*~?\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*(m|min|mins|minutes?|h|hrs?|hours?|d|days?)\s*[)\]]/i;

/** Hours that a text gives in brackets. */
export function saidHours(text: string, hoursPerDay: number): number | null {
  const [, amount, unit = ''] = SAID.exec(text) ?? [];
  if (amount === undefined) return null;
  const value = Number(amount.replace(',', '.'));
  const perUnit = /^m/i.test(unit) ? 1 / 60 : /^d/i.test(unit) ? hoursPerDay : 1;
  return Math.round(value * perUnit * 100) / 100;
}
