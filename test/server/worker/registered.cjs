/** Registers itself as a worker process of a data directory, and waits for its end. */
require('../../support/typescript.cjs');
const { registerWorker } = require('../../../server/worker/registry.ts');

const [, , dataDir, state, how, version] = process.argv;
void registerWorker(dataDir, { version, kept: false }).then((registration) => {
  registration.is(state);
  setInterval(registration.beat, 1_000);
  process.on('SIGTERM', () => {
    if (how === 'deaf') return;
    registration.leave();
    process.exit(0);
  });
  console.log('registered');
});
