/** Tests that run beside the others of their file, each with a dashboard of its own: they wait more than they work. */
import { type Dashboard, startDashboard } from './dashboard';

const TIMEOUT_MS = 180_000;

interface Own {
  /** Settings of the server. */
  readonly settings?: () => Promise<Record<string, string>> | Record<string, string>;
  readonly timeoutMs?: number;
}

export function testBeside(
  title: string,
  work: (dashboard: Dashboard) => Promise<void>,
  { settings = () => ({}), timeoutMs = TIMEOUT_MS }: Own = {},
): void {
  test.concurrent(
    title,
    async () => {
      const dashboard = await startDashboard(await settings());
      try {
        await work(dashboard);
      } finally {
        await dashboard.close();
      }
    },
    timeoutMs,
  );
}
