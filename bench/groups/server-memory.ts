/** What a prompt leaves behind in the tmux server, which lives for months. */
import type { PaneInfo } from '../../terminal/tmux/types';
import { rawProgram, testTmux, untilShown } from '../../test/support/tmux-server';
import { residentBytes } from '../lib/processes';
import type { Group } from '../lib/report';

const SESSIONS = 4;
const LOOKS = 20;
const GOAL_BYTES = 1_000;

export async function serverMemory(prompts: number): Promise<Group> {
  const server = testTmux();
  try {
    const tmux = server.client();
    const panes: PaneInfo[] = [];
    for (let index = 0; index < SESSIONS; index++) {
      const name = `worker${index}`;
      const script = `process.stdout.write('${'0123456789 '.repeat(18)}\\n'.repeat(40))`;
      const argv = ['sh', '-c', `"$0" -e "$1"; shift; exec "$@"`, process.execPath, script];
      panes.push(
        await tmux.newSession({ name, workingDir: server.dir, argv: [...argv, ...rawProgram('/dev/null')] }),
      );
    }
    for (const pane of panes) await untilShown(tmux, pane, 'READY');
    // tmux keeps the last 1000 commands for a person to read; here they would only hide what grows for good.
    await server.command('set-option', '-s', 'message-limit', '0');
    const serverPid = await server.serverPid();
    const prompt = async (number: number): Promise<void> => {
      const [pane] = panes.slice(number % SESSIONS);
      if (!pane) return;
      for (let look = 0; look < LOOKS; look++) {
        await tmux.listPanes();
        await tmux.capture(panes);
      }
      await tmux.paste(pane.paneId, `prompt ${number} `.repeat(40), { pid: pane.pid });
      await tmux.keys(pane.paneId, ['Enter'], { pid: pane.pid });
    };
    const warmUp = Math.ceil(prompts / 4);
    for (let number = 0; number < warmUp; number++) await prompt(number);
    const before = residentBytes(serverPid);
    for (let number = 0; number < prompts; number++) await prompt(number);
    const each = Math.round((residentBytes(serverPid) - before) / prompts);
    return {
      title: 'Memory of the tmux server',
      note: `${SESSIONS} sessions with full screens, ${prompts} prompts, for each of them ${LOOKS} looks at all sessions; the programs keep no history.`,
      rows: [
        {
          what: 'growth a prompt',
          limit: '',
          ours: `${each} bytes`,
          goal: `< ${GOAL_BYTES} bytes`,
          met: each < GOAL_BYTES,
        },
      ],
    };
  } finally {
    await server.close();
  }
}
