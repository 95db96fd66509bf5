import { startEngine } from '../../engine';
import { makeSite, nextState, type Site } from './support';

let cluster: Site;
let site: Site;
afterEach(() => Promise.all([cluster.cleanUp(), site.cleanUp()]));

test('an external cluster is watched, never started or stopped', async () => {
  cluster = makeSite();
  const theirs = await startEngine(cluster.options);
  site = makeSite({ address: theirs.address });
  const engine = await startEngine(site.options);
  expect(engine).toMatchObject({ kind: 'external', address: theirs.address });
  expect(engine.httpDoor()).toBeUndefined();
  expect(engine.state()).toBe('up');

  const wentDown = nextState(engine, 'down');
  await theirs.stop();
  await wentDown;
  await engine.stop();
  expect(() => site.record()).toThrow('no record');
});

test('an external cluster that is not there yet is down, and up once it answers', async () => {
  cluster = makeSite();
  const first = await startEngine(cluster.options);
  const port = Number(first.address.split(':')[1]);
  await first.stop();

  site = makeSite({ address: `127.0.0.1:${port}` });
  const engine = await startEngine(site.options);
  expect(engine.state()).toBe('down');
  const cameUp = nextState(engine, 'up');
  const again = { ...cluster.options, temporal: { ...cluster.options.temporal, port } };
  const theirs = await startEngine(again);
  await cameUp;
  await engine.stop();
  await theirs.stop();
});
