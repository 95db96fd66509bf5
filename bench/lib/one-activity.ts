/** The smallest workflow that does something: what the engine itself costs. */
import { proxyActivities } from '@temporalio/workflow';

interface Activities {
  run(input: { id: string }): Promise<void>;
}

export async function oneActivity(input: { id: string }): Promise<void> {
  const { run } = proxyActivities<Activities>({ startToCloseTimeout: '10 s' });
  await run(input);
}
