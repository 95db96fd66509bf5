/* global module, require, process */
/** The tests with real agent programs (`npm run test:agents`), which `npm test` leaves out. */
const base = require('./jest.config');

module.exports = async () => {
  const { agentProgramDirs } = await import('./scripts/lib/agent-programs.mjs');
  return {
    ...base,
    roots: ['<rootDir>/test/live'],
    testPathIgnorePatterns: ['/node_modules/'],
    globals: { agentProgramDirs: agentProgramDirs(process.env) },
    // An agent takes a second or more to start, and some waits are the agent's own.
    testTimeout: 120_000,
  };
};
