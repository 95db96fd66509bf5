/**
 * The dashboard that modules of this folder share: the files `served*.test.ts` run them one after the other. Each finds what those before it left, so it asks by names, sources and categories of its own.
 * One module by itself: `npx jest --testRegex test/api/served/NAME.ts`.
 */
import { tmpdir } from 'node:os';
import { type Dashboard, startDashboard } from '../../support/dashboard';

let started: Promise<Dashboard> | undefined;
afterAll(async () => (await started)?.close());

/** Begins with the first who asks for it: modules that are joined ask for the same settings. */
export function served(settings: Record<string, string> = {}): Promise<Dashboard> {
  started ??= startDashboard({ ARCHITECT_TASK_ROOTS: tmpdir(), ...settings });
  return started;
}
