/** Asks a model about an attempt. */
import type { AttemptRow, PlanTaskRow } from '../../store/plans/rows';

/** What a model said. `unknown`: none could be asked, or it can't tell. */
export interface Judgement {
  readonly verdict: 'passed' | 'failed' | 'unknown';
  readonly evidence: string;
}

export interface JudgementRequest {
  readonly question: string;
  readonly attempt: AttemptRow;
  readonly task: PlanTaskRow;
}

export type Judge = (request: JudgementRequest) => Promise<Judgement>;

/** No model is set up: a person decides. */
export const noJudge: Judge = () =>
  Promise.resolve({ verdict: 'unknown', evidence: 'no model provider is set up: a person can decide it' });
