import type { Client } from '../../../terminal/tmux/client';
import type { Connection } from '../../../terminal/tmux/connection';
import { removeToken, runOnce } from '../../../terminal/tmux/once';
import { TmuxError, TmuxGoneError } from '../../../terminal/tmux/types';

type Loss = 'before' | 'after' | undefined;

/** A server that knows buffers and the command `type`, over connections that end as `losses` say, one a `type`. */
function fakeServer(losses: Loss[], servers: string[] = []) {
  const buffers = new Set<string>();
  const state = { typed: 0, refuses: false, buffers };
  const answer = (command: string): string[] => {
    const name = /-b (\S+)/.exec(command)?.[1] ?? '';
    if (command.startsWith('set-buffer')) buffers.add(name);
    if (command.startsWith('delete-buffer')) buffers.delete(name);
    if (command === 'type') state.typed++;
    return command.startsWith('list-buffers') ? [...buffers] : ['done'];
  };
  const run: Connection['run'] = async (line) => {
    const commands = line.split(' ; ');
    const typing = commands.includes('type');
    if (typing && state.refuses) throw new TmuxError("can't find pane");
    const loss = typing ? losses.shift() : undefined;
    if (loss === 'before') throw new TmuxGoneError('lost');
    const answers = commands.map(answer);
    if (loss === 'after') throw new TmuxGoneError('lost');
    return answers;
  };
  const client = { require: async () => ({ run, server: servers.shift() ?? 'same' }) } as unknown as Client;
  return { state, client };
}

const act = { commands: (_connection: Connection, token: string) => ['type', removeToken(token)] };

describe('runOnce', () => {
  it('gives the answers and leaves no token', async () => {
    const { state, client } = fakeServer([]);
    expect(await runOnce(client, act)).toEqual([['done'], ['done']]);
    expect(state).toMatchObject({ typed: 1, buffers: new Set() });
  });

  it('runs the commands again where the connection ended before they ran', async () => {
    const { state, client } = fakeServer(['before', 'before']);
    expect(await runOnce(client, act)).toEqual([['done'], ['done']]);
    expect(state).toMatchObject({ typed: 1, buffers: new Set() });
  });

  it('does not run them again where only the answer was lost', async () => {
    const { state, client } = fakeServer(['after']);
    expect(await runOnce(client, act)).toBeUndefined();
    expect(state).toMatchObject({ typed: 1, buffers: new Set() });
  });

  it('tells that it can not be told where another server answers afterwards', async () => {
    const { state, client } = fakeServer(['after'], ['old', 'new']);
    await expect(runOnce(client, act)).rejects.toThrow(TmuxGoneError);
    expect(state.typed).toBe(1);
  });

  it('leaves no token where tmux refuses', async () => {
    const { state, client } = fakeServer([]);
    state.refuses = true;
    await expect(runOnce(client, act)).rejects.toThrow("can't find pane");
    expect(state).toMatchObject({ typed: 0, buffers: new Set() });
  });
});
