/**
 * A second process with the same record. Does one thing when told to, and says what came of it.
 * argv: the data directory; message: `{ call, leases }`; answer: `{ result }` or `{ error: { name, message } }`.
 */
const process = require('node:process');
require('../support/typescript.cjs');
const { openStore } = require('../../store/index.ts');

const DEADLINE_MS = 30_000;

const CALLS = {
  open: (dataDir) => void openStore({ dataDir }).close(),
  /** Gives out sessions again and again, until there are as many leases, whoever gave them. */
  assign: (dataDir, leases) => {
    const store = openStore({ dataDir });
    const grants = [];
    const deadline = Date.now() + DEADLINE_MS;
    while (store.leases.all().length < leases && Date.now() < deadline) grants.push(...store.assign());
    store.close();
    return grants;
  },
};

process.on('message', ({ call, leases }) => {
  try {
    process.send({ result: CALLS[call](process.argv[2], leases) ?? null });
  } catch ({ name, message }) {
    process.send({ error: { name, message } });
  }
});
process.send('ready');
