import { homedir } from 'node:os';
import type { Tmux } from '../terminal/tmux/types';
import { MADE_OPTION } from '../terminal/shell-output/pipe';
import type { Store } from '../store';

interface FirstSessionDeps {
  readonly store: Store;
  readonly tmux: Tmux;
  readonly say: (line: string) => void;
}

/** A shell to try things with, where nothing has run here yet and tmux has no session. */
export async function makeFirstSession({ store, tmux, say }: FirstSessionDeps): Promise<void> {
  if (store.sessions.list().length > 0 || store.prompts.list({}, 'newest', 1, 0).total > 0) return;
  try {
    if ((await tmux.listPanes()).length > 0) return;
    await tmux.newSession({ name: 'demo', workingDir: homedir(), options: { [MADE_OPTION]: '1' } });
  } catch (error) {
    // The rest works without it.
    say(`There is no session to begin with: ${(error as Error).message}`);
  }
}
