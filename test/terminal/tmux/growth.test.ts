/** The tmux server lives for months: what we do must leave nothing in its memory. */
import { readFileSync, writeFileSync } from 'node:fs';
import { receivers, type Receiver } from '../../support/tmux-receivers';
import { testTmux } from '../../support/tmux-server';

const server = testTmux();
const tmux = server.client();
afterAll(() => server.close());

/** Bytes the program allocated itself; what it maps of files is no growth. */
function ownBytes(pid: number): number {
  const kilobytes = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

const onLinux = process.platform === 'linux' ? it : it.skip;

async function prompt(receiver: Receiver): Promise<void> {
  const { paneId, pid } = receiver.pane;
  for (let look = 0; look < 10; look++) {
    await tmux.listPanes();
    await tmux.capture([receiver.pane]);
  }
  await tmux.paste(paneId, 'a prompt '.repeat(60), { pid });
  await tmux.keys(paneId, ['Enter'], { pid });
}

onLinux(
  'two hundred prompts, each looked at ten times on a full screen, leave less than 4 kB each',
  async () => {
    const receiver = await receivers(server, tmux).raw();
    const device = await server.command('display-message', '-p', '-t', receiver.pane.paneId, '#{pane_tty}');
    writeFileSync(device, `${'0123456789 '.repeat(18)}\r\n`.repeat(49));
    // tmux keeps the last commands for a person to read: bounded, but more than what is measured here.
    await server.command('set-option', '-s', 'message-limit', '0');
    const pid = await server.serverPid();
    for (let number = 0; number < 100; number++) await prompt(receiver);
    const before = ownBytes(pid);
    for (let number = 0; number < 200; number++) await prompt(receiver);
    expect((ownBytes(pid) - before) / 200).toBeLessThan(4096);
  },
  60_000,
);
