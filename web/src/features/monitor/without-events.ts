/** Plain reading, every ten seconds, while there are no events: a big screen is to show what is, whatever is between. */
import { call } from '../../app/api';
import { apply, state } from '../../app/state';

const EVERY_MS = 10_000;
/** The server's limits for one reading. */
const MOST_PROMPTS = 200;
const MOST_CONFIRMATIONS = 500;

export function readWithoutEvents(): void {
  // The banner already says that the server is gone; the next turn tries again.
  setInterval(() => void refresh().catch(() => undefined), EVERY_MS);
}

async function refresh(): Promise<void> {
  if (state.live) return;
  const unsettled = {
    status: 'pending,assigned,in_progress',
    limit: MOST_PROMPTS,
    order: 'priority',
  } as const;
  const [sessions, status, prompts, confirmations, queue, needs] = await Promise.all([
    call('GET /api/sessions'),
    call('GET /api/assigner/status'),
    call('GET /api/assigner/prompts', { query: unsettled }),
    call('GET /api/confirmations', { query: { status: 'pending', limit: MOST_CONFIRMATIONS } }),
    call('GET /api/assigner/queue'),
    call('GET /api/needs'),
  ]);
  apply('state', {
    ...{ sessions, status, queue, needs },
    ...{ prompts: prompts.items, confirmations: confirmations.items },
  });
}
