/** The namespace of the embedded engine. */
import { type Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';

/**
 * How long the history of a closed workflow can be read: the engine's default of one day is too short to look into
 * what happened over a weekend. The record of a prompt is kept in our own database for longer.
 */
const RETENTION = '7 days';
const ENGINE_DEFAULT_SECONDS = 24 * 3600;
const NOT_FOUND = 5;

/** Makes the namespace if the engine has none of that name; replaces the engine's retention, not one a person chose. */
export async function ensureNamespace(connection: Connection, namespace: string): Promise<void> {
  const service = connection.workflowService;
  const workflowExecutionRetentionTtl = msToTs(RETENTION);
  try {
    const { config } = await service.describeNamespace({ namespace });
    const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    if (seconds !== ENGINE_DEFAULT_SECONDS) return;
    await service.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } });
  } catch (error) {
    if (!isGrpcServiceError(error) || error.code !== NOT_FOUND) throw error;
    await service.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: workflowExecutionRetentionTtl,
    });
  }
}
