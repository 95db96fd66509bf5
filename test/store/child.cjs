/**
 * A second process with the same record. Does one thing when told to, and says what came of it.
 * argv: the data directory; message: `{ call, times }`; answer: `{ result }` or `{ error: { name, message } }`.
 */
const process = require('node:process');
require('../support/typescript.cjs');
const { openStore } = require('../../store/index.ts');

const CALLS = {
  open: (dataDir) => void openStore({ dataDir }).close(),
  /** Gives out sessions again and again, until as many calls were made. */
  assign: (dataDir, times) => {
    const store = openStore({ dataDir });
    const grants = [];
    for (let call = 0; call < times; call += 1) grants.push(...store.assign());
    store.close();
    return grants;
  },
};

process.on('message', ({ call, times }) => {
  try {
    process.send({ result: CALLS[call](process.argv[2], times) ?? null });
  } catch ({ name, message }) {
    process.send({ error: { name, message } });
  }
});
process.send('ready');
