/** For `node --require`: SIGWINCH, which nothing else here is asked by, collects all garbage, so that what is left in the heap is what is used. */
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc');
  process.on('SIGWINCH', () => collect());
}
