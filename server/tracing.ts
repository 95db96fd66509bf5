/** Traces, if an address for them is set: from the request through its workflow to the keys in a terminal. */
import { createHash } from 'node:crypto';
import type { InjectedSinks } from '@temporalio/worker';
import type { Config } from '../config';
import type { Logs } from '../telemetry/log';
import { openTracing, type SpanFields, type Tracing } from '../telemetry/tracing';
import type { Tmux } from '../terminal/tmux/types';
import type { HostStore } from '../workflows/contracts/host-store';
import type { TraceSinks } from '../workflows/contracts/origin';
import type { Undo } from './undo';
import { packageVersion } from './version';

interface Base {
  readonly config: Config;
  readonly logs: Logs;
  readonly undo: Undo;
}

/** @param host what this machine is called, where it isn't the hub */
export async function startTracing({ config, logs, undo }: Base, host = config.hostName): Promise<Tracing> {
  const tracing = await openTracing({
    config: config.tracing,
    version: packageVersion(),
    host,
    log: logs.of('app'),
  });
  undo.add(tracing.stop);
  return tracing;
}

/** The run of a workflow is a span that is made at its end; until then its id says who is its parent. */
const SPAN_ID_DIGITS = 16;
export const spanOfRun = (runId: string): string =>
  createHash('sha256').update(runId).digest('hex').slice(0, SPAN_ID_DIGITS);

/** As of W3C Trace Context: the same trace, with that span in the place of the one that began it. */
export const underRun = (traceparent: string, runId: string): string =>
  traceparent.replace(/-[\da-f]{16}-/, `-${spanOfRun(runId)}-`);

const PROMPT_ID = /^prompt-(\d+)$/;

/** What names a workflow in a span; the first two as in Temporal's own. */
export function workflowFields(workflowId: string | undefined, runId?: string): SpanFields {
  const [, promptId] = PROMPT_ID.exec(workflowId ?? '') ?? [];
  return {
    ...(workflowId !== undefined && { temporalWorkflowID: workflowId }),
    ...(runId !== undefined && { temporalRunID: runId }),
    ...(promptId !== undefined && { 'architect.prompt_id': Number(promptId) }),
  };
}

/** What workflows say when they end. */
export const traceSinks = (tracing: Tracing): InjectedSinks<TraceSinks> => ({
  traces: {
    ended: {
      fn({ workflowId, workflowType, runId, runStartTime }, traceparent, hasFailed) {
        tracing.record({
          ...{ name: `RunWorkflow:${workflowType}`, kind: 'internal', parent: traceparent, hasFailed },
          ...{ spanId: spanOfRun(runId), startMs: runStartTime.getTime() },
          fields: workflowFields(workflowId, runId),
        });
      },
    },
  },
});

/** What is typed is a span; how long the text is, never what it says. */
export function tracedTmux(tmux: Tmux, { isOn, within }: Tracing): Tmux {
  if (!isOn) return tmux;
  return {
    ...tmux,
    paste: (paneId, text, guard, mark) =>
      within('tmux paste', { 'tmux.pane': paneId, 'architect.characters': text.length }, () =>
        tmux.paste(paneId, text, guard, mark),
      ),
    keys: (paneId, names, guard, mark) =>
      within('tmux keys', { 'tmux.pane': paneId, 'architect.keys': names.length }, () =>
        tmux.keys(paneId, names, guard, mark),
      ),
  };
}

/** The steps of the receipt that a host writes are events of what it does. */
export function tracedSteps(hostStore: HostStore, { isOn, note }: Tracing): HostStore {
  if (!isOn) return hostStore;
  return {
    ...hostStore,
    step(step, writer) {
      note(step.stage, { 'architect.prompt_id': step.promptId });
      return hostStore.step(step, writer);
    },
  };
}
