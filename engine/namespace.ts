/** The namespace of the embedded engine, which makes it at its start. */
import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';

/**
 * How long the history of a closed workflow can be read: the engine's default of one day is too short to look into
 * what happened over a weekend. The record of a prompt is kept in our own database for longer.
 */
const RETENTION = '7 days';
const ENGINE_DEFAULT_SECONDS = 24 * 3600;

/** Replaces the engine's own retention, not one a person chose. */
export async function ensureRetention(connection: Connection, namespace: string): Promise<void> {
  const { workflowService } = connection;
  const { config } = await workflowService.describeNamespace({ namespace });
  if (Number(config?.workflowExecutionRetentionTtl?.seconds) !== ENGINE_DEFAULT_SECONDS) return;
  await workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(RETENTION) },
  });
}
