/** A session of the shared dashboard whose program asks something. */
import { type bash, dialogAgent, SCREENS } from '../../support/dialog-agent';
import { type Dashboard, until } from '../../support/dashboard';

export const screens = { idle: SCREENS.idle(), denied: SCREENS.denied() };

/** A session with a dialog; resolves with its confirmation, judged, and the keys the program gets. */
export async function asksOn(dashboard: Dashboard, session: string, dialog: ReturnType<typeof bash>) {
  const agent = dialogAgent(dashboard.tmux.dir, session, { ...screens, dialog }, 'dialog');
  await dashboard.tmux.session(session, ...agent.argv);
  const { body } = await until(
    () => dashboard.call(`/api/confirmations?session=${session}`),
    (answer) => answer.body.items.some((one: { rule: unknown }) => one.rule !== null),
    `the dialog of ${session}`,
  );
  return { agent, item: body.items[0] };
}
