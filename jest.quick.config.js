/* global module, require, __dirname */
/** The tests of `npm run test:quick`: they need the sources only, nothing that was built and no engine, browser or server. */
const { availableParallelism } = require('node:os');
const base = require('./jest.config');

/** Folders of test/ whose tests start the whole product, an engine, a browser, or terminals by the dozen. */
const SLOW = ['api', 'e2e', 'engine', 'live', 'web', 'workflows', 'scripts', 'terminal/tmux', 'agents/shell'];

module.exports = {
  ...base,
  rootDir: __dirname,
  testPathIgnorePatterns: ['/node_modules/', ...SLOW.map((folder) => `<rootDir>/test/${folder}/`)],
  // They work more than they wait.
  maxWorkers: availableParallelism(),
};
