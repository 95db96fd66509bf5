/** Kinds of runs of a task's workflow, for the recorded histories. Each gives the id of its task. */
import { SECRET, unlessItFailed } from './histories';
import { ends, runs, type TaskWorld } from './task-world';

const TASK = {
  title: SECRET,
  payload: JSON.stringify({ command: SECRET }),
  env: JSON.stringify({ A: SECRET }),
};

export const TASKS: Record<string, (world: TaskWorld) => Promise<number>> = {
  async plain(world) {
    const id = world.insert(TASK);
    await world.start(id);
    await world.ended(id);
    return id;
  },
  async 'retried-after-a-wait'(world) {
    const holder = world.insert(TASK, runs);
    await world.start(holder);
    await world.reaches(holder, 'running');
    const id = world.insert({ ...TASK, max_retries: 1 }, ends(3), ends(0));
    await world.start(id);
    await world.waits(id);
    await world.cancel(holder, 'make room');
    await world.ended(id);
    return id;
  },
  async 'gives-its-slot-on'(world) {
    const [id, next] = [world.insert({ ...TASK, timeout_seconds: 1 }, runs), world.insert(TASK)];
    await world.start(id);
    await world.reaches(id, 'running');
    await world.start(next);
    await world.ended(next);
    return id;
  },
  async 'cancelled-while-it-waits'(world) {
    const holder = world.insert(TASK, runs);
    await world.start(holder);
    await world.reaches(holder, 'running');
    const id = world.insert(TASK);
    await world.start(id);
    await world.waits(id);
    await world.cancel(id, 'not needed');
    await world.ended(id);
    return id;
  },
  async 'cancelled-at-work'(world) {
    const id = world.insert(TASK, runs);
    await world.start(id);
    await world.reaches(id, 'running');
    await world.cancel(id, 'a person changed their mind');
    await world.ended(id);
    return id;
  },
  async 'cancelled-in-the-engine'(world) {
    const id = world.insert(TASK, runs);
    const handle = await world.start(id);
    await world.reaches(id, 'running');
    await handle.cancel();
    await handle.result().catch(unlessItFailed);
    return id;
  },
  async terminated(world) {
    const id = world.insert(TASK, runs);
    const handle = await world.start(id);
    await world.running(id);
    await handle.terminate('not wanted');
    await world.start(id, { cancel: 'terminated in the workflow engine: not wanted' });
    await world.ended(id);
    return id;
  },
  async 'taken-up-again'(world) {
    const id = world.insert(TASK, runs, ends(0));
    const handle = await world.start(id);
    await world.running(id);
    await handle.terminate('the engine lost it');
    await world.start(id);
    await world.ended(id);
    return id;
  },
};
