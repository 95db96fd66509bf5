/**
 * One workflow engine for all test files of a run that ask for it, started when the first one asks. The process that
 * runs the tests tells its address on a port, which test files find in the environment.
 */
const { fork } = require('node:child_process');
const { once } = require('node:events');
const { createServer } = require('node:net');
const { join } = require('node:path');

/** Gives what ends the offer, and the engine if there is one. */
async function offerEngine() {
  let engine;
  const server = createServer((client) => {
    // Who was ended while it waited for the answer needs none.
    client.on('error', () => client.destroy());
    engine ??= startEngine();
    void engine.address.then((address) => client.end(address));
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  process.env.ARCHITECT_TEST_ENGINE = String(server.address().port);
  return async () => {
    server.close();
    await engine?.end();
  };
}

/** In a process of its own, which ends it when it is alone, however this one ends. */
function startEngine() {
  const keeper = fork(join(__dirname, 'engine-keeper.cjs'), [], { execArgv: [] });
  keeper.unref();
  keeper.channel?.unref();
  const exited = once(keeper, 'exit');
  return {
    address: Promise.race([once(keeper, 'message').then(([address]) => address), exited.then(() => '')]),
    async end() {
      keeper.ref();
      if (keeper.connected) keeper.disconnect();
      await exited;
    },
  };
}

module.exports = { offerEngine };
