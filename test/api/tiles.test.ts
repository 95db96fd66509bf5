/** The connection of the tiles: sessions of other machines, pages that take nothing, logins that end. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { tilePages } from '../../api/tiles';
import { silentLog } from '../../telemetry/log';
import { CLOSED } from '../../workflows/contracts/terminal-messages';
import type { Tile, TileDoor, TileMessage, TilePlace } from '../../workflows/contracts/tiles';
import { sees, type TestStore, testStore } from '../store/support';
import { until } from '../support/tmux-server';

let record: TestStore;
let sockets: WebSocketServer;
let places: readonly TilePlace[];
let tell: (tile: Tile) => void;
let stands: boolean;
let closed: boolean;
beforeEach(async () => {
  record = testStore();
  [places, stands, closed] = [[], true, false];
  const door: TileDoor = {
    watch(sink) {
      tell = sink;
      return { show: (next) => (places = next), close: () => (closed = true) };
    },
  };
  const pages = tilePages({ store: record.store, door, log: silentLog });
  sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  sockets.on('connection', (socket) => pages.open(socket, { stands: () => stands }));
  await once(sockets, 'listening');
});
afterEach(() => {
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  record.close();
});

async function page() {
  const socket = new WebSocket(`ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`);
  const tiles: TileMessage[] = [];
  socket.on('message', (data: Buffer) => tiles.push(JSON.parse(data.toString()) as TileMessage));
  await once(socket, 'open');
  return {
    socket,
    tiles,
    show: (...sessions: string[]) => socket.send(JSON.stringify({ type: 'show', sessions })),
  };
}

/** As the watch of a machine that has joined writes it. */
function elsewhere(name: string, screen: string): void {
  sees(record.store, name, { host: 'box', server: '1 1', paneId: '%1', panePid: 7 });
  record.store.sessions.keepScreens([{ name, screen, size: '80x24' }]);
}

test('sessions of a joined machine are shown by the text that the record has, without what acts', async () => {
  record.store.hosts.create('box', 'me');
  elsewhere('box/a', 'one\n\x1b]52;c;aGk=\x07two \x1b[31mred\n\n');
  const { tiles, show } = await page();
  show('box/a', 'nobody');
  await until(() => tiles.length > 0, 'the tile comes');
  expect(tiles).toEqual([{ type: 'tile', session: 'box/a', rows: ['one', ']52;c;aGk=two [31mred'] }]);
  expect(places).toEqual([]);
  elsewhere('box/a', 'three');
  await until(() => tiles.length > 1, 'the change comes');
  expect(tiles.at(-1)).toMatchObject({ rows: ['three'] });
});

test('those of this machine are watched, as long as they are there', async () => {
  sees(record.store, 'a', { server: '1 1', paneId: '%4', panePid: 9 });
  const { show, socket } = await page();
  show('a');
  await until(() => places.length > 0, 'it is watched');
  expect(places).toEqual([{ session: 'a', paneId: '%4' }]);
  show();
  await until(() => places.length === 0, 'it is watched no more');
  socket.close();
  await until(() => closed, 'nothing is');
});

test('a page that takes nothing gets the newest of each once it does, and no more', async () => {
  sees(record.store, 'a', { server: '1 1', paneId: '%4', panePid: 9 });
  const { show, socket, tiles } = await page();
  show('a');
  await until(() => places.length > 0, 'it is watched');
  socket.pause();
  const row = 'x'.repeat(4_000);
  const rows = (last: string): string[] => [...Array.from({ length: 9 }, () => row), last];
  // Far more than sockets of the system take.
  for (let count = 0; count < 2_000; count += 1) tell({ session: 'a', rows: rows(`number ${count}`) });
  tell({ session: 'a', rows: rows('the last one') });
  const [{ bufferedAmount }] = [...sockets.clients] as [WebSocket];
  expect(bufferedAmount).toBeLessThan(1_000_000);
  socket.resume();
  await until(() => tiles.at(-1)?.rows.at(-1) === 'the last one', 'the newest comes');
  expect(tiles.length).toBeLessThan(1_000);
});

test('it ends with the login', async () => {
  const { socket } = await page();
  stands = false;
  const [code] = (await once(socket, 'close')) as [number];
  expect(code).toBe(CLOSED.login);
});
