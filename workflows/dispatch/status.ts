/** Each workflow tells how far it is: to whoever queries it, and in Temporal's Web UI. */
import { defineQuery, setHandler } from '@temporalio/workflow';
import { STATUS_QUERY } from '../contracts/wire-names';

/** Plain JSON with ids and figures: a query's answer is seen by whoever sees the engine. */
export interface WorkflowStatus {
  readonly step: string;
}

/** Call it before anything is waited for. */
export function answersStatus(status: () => WorkflowStatus): void {
  setHandler(defineQuery<WorkflowStatus>(STATUS_QUERY), status);
}
