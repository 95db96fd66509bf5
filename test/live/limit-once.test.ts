/** Claude Code takes a prompt up again by itself when the limit is over: then it runs here and where it was given to. */
import { claudeLimit } from './model/steps';
import { subscribed } from './support/homes';
import { type Lab, startLab } from './support/lab';

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

const isAsleep = (session: any): boolean => session.status === 'limited' && session.limited_until !== null;

let lab: Lab;
beforeEach(async () => {
  lab = await startLab();
}, 120_000);
afterEach(() => lab.close());

test.each(['five_hour', 'seven_day'])(
  'Claude over its %s limit does not go on by itself with a prompt that waits in the queue again',
  async (claim) => {
    await lab.agent('claude', 'limited', { change: subscribed });
    lab.model.book.when('do it', claudeLimit(inSeconds(7_200), claim));
    const id = await lab.send('limited', 'do it');
    await lab.dashboard.sessionWhere('limited', isAsleep);
    await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
    expect(await lab.screen('limited')).not.toMatch(/Continuing (automatically|shortly)/);
  },
);
