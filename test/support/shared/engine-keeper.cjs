/** Starts the engine that the test files of a run share, and ends it when the process that runs the tests is gone. */
// They are meant for the tests; this process ends after them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
const gone = new Promise((resolve) => process.once('disconnect', resolve));

require('../typescript.cjs');
const { startEngine } = require('../../../engine/index.ts');
const { makeSite } = require('../../engine/support.ts');

const site = makeSite();

async function keep() {
  const engine = await startEngine(site.options);
  try {
    if (process.connected) process.send(engine.address);
    await gone;
  } finally {
    await engine.stop();
  }
}

keep().then(
  () => end(0),
  async (error) => {
    process.stderr.write(`The engine that the tests share did not start: ${error}\n`);
    await end(1);
  },
);

async function end(exitCode) {
  await site.cleanUp();
  process.exit(exitCode);
}
