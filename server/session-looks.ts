/** What the web side asks of a session's terminal, as it is now. */
import type { Watch } from '../terminal/watch/types';
import { explain } from '../terminal/watch/explain';
import { treeUsage } from '../terminal/watch/tree-usage';
import type { Parts } from './parts';

export function sessionLooks(watch: Watch): Pick<Parts, 'explain' | 'resources' | 'followNames' | 'look'> {
  return {
    explain: async (session) => {
      const look = await watch.observe(session);
      return look && explain(look);
    },
    resources: async (session) => {
      const look = await watch.observe(session);
      return look && treeUsage(look.pane.pid);
    },
    followNames: watch.followNames,
    look: async (session) => {
      await watch.observe(session);
    },
  };
}
