/* global module, require, process */
/** The tests with real agent programs (`npm run test:agents`), which `npm test` leaves out. */
const { delimiter } = require('node:path');
const base = require('./jest.config');

module.exports = async () => {
  const { agentProgramDirs } = await import('./scripts/lib/agent-programs.mjs');
  // Set by scripts/test-agents.mjs, for the versions it was asked for.
  process.env.AGENT_PROGRAM_DIRS ??= agentProgramDirs(process.env).join(delimiter);
  return {
    ...base,
    roots: ['<rootDir>/test/live'],
    testPathIgnorePatterns: ['/node_modules/'],
    // An agent takes a second or more to start, and some waits are the agent's own.
    testTimeout: 120_000,
    // Agents work more than they wait.
    maxWorkers: 2,
  };
};
