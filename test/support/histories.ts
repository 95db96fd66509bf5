/** What the engine keeps of workflows, as text to look for things that must not be in it. */
import { Client, Connection } from '@temporalio/client';

/** The histories of all workflows, with their payloads readable. */
export async function allHistories(enginePort: number): Promise<string> {
  const connection = await Connection.connect({ address: `127.0.0.1:${enginePort}` });
  try {
    const { workflow } = new Client({ connection });
    let histories = '';
    for await (const { workflowId, runId } of workflow.list())
      histories += JSON.stringify(
        await workflow.getHandle(workflowId, runId).fetchHistory(),
        (name, value: unknown) =>
          name === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value,
      );
    return histories;
  } finally {
    await connection.close();
  }
}
