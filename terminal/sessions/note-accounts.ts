import { accountOf } from '../../agents/accounts';
import type { HostDeps } from '../context';
import { isTerminal } from '../watch/labels';

/** Notes the accounts of all sessions of an agent: one of them has met its usage limit, and who shares it must be known. */
export async function noteAccounts(
  { hostStore, tmux, host, log }: Pick<HostDeps, 'hostStore' | 'tmux' | 'host' | 'log'>,
  provider: string,
): Promise<void> {
  const listed = await tmux.listPanes().catch((error: unknown) => {
    log.warn({ err: error }, 'accounts could not be looked up: the limit counts for one session');
    return [];
  });
  const sessions = await hostStore.presentSessions(host);
  const found = sessions.flatMap(({ name, provider: runs, terminal }) => {
    const pane = terminal && listed.find((one) => isTerminal(terminal, one));
    return pane && runs === provider ? [{ name, pid: pane.pid }] : [];
  });
  const accounts = found.map(async ({ name, pid }) => ({
    session: name,
    account: await accountOf(pid, provider),
  }));
  await hostStore.noteAccounts(await Promise.all(accounts));
}

/** Notes whose money a turn spends. In the background: nobody waits for it. */
export function noteAccount(
  { hostStore, log }: Pick<HostDeps, 'hostStore' | 'log'>,
  { session, pid, provider }: { session: string; pid: number; provider: string },
): void {
  accountOf(pid, provider)
    .then((account) => (account === null ? undefined : hostStore.noteAccounts([{ session, account }])))
    .catch((error: unknown) =>
      log.warn({ err: error, session }, 'the account of a session could not be noted'),
    );
}
