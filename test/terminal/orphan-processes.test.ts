/** A program that ignores the end of its terminal is ended with its session, and nothing else is. */
import { processTree } from '../../processes/details';
import { identify } from '../../processes/identity';
import { noteOrphans } from '../../terminal/orphan-processes';
import { testTmux, type TestTmux, until } from '../support/tmux-server';

let tmux: TestTmux;
beforeEach(() => (tmux = testTmux()));
afterEach(() => tmux.close());

test('what ignores the hang-up is ended, children too; another session goes on', async () => {
  await tmux.session('keeps', 'sleep', '600');
  await tmux.session(
    'stubborn',
    'sh',
    '-c',
    "trap '' HUP; sh -c 'trap \"\" HUP TERM; while :; do sleep 0.2; done' & wait",
  );
  const pid = async (name: string): Promise<number> =>
    Number(await tmux.command('display-message', '-p', '-t', `=${name}:`, '#{pane_pid}'));
  const [stubborn, keeps] = [await pid('stubborn'), await pid('keeps')];
  await until(async () => (await processTree(stubborn)).length > 1, 'its child runs');
  const tree = await processTree(stubborn);
  const end = await noteOrphans(stubborn);
  await tmux.command('kill-session', '-t', '=stubborn');
  await end();
  await until(
    async () => (await Promise.all(tree.map(identify))).every((one) => one === undefined),
    'all have ended',
  );
  expect(await identify(keeps)).toBeDefined();
});
