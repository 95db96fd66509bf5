/* global module, require, __dirname */
/** The tests of `npm run test:quick`: they need the sources only, nothing that was built and no engine, browser or server. */
const { availableParallelism } = require('node:os');
const base = require('./jest.config');

/** Folders of test/ whose tests start the whole product, an engine, a browser, or terminals and git by the dozen. */
const SLOW_FOLDERS = [
  ...['api', 'e2e', 'engine', 'live', 'web', 'workflows', 'scripts', 'server/tls'],
  ...['activities/github', 'activities/plans/worktrees', 'agents/shell'],
  ...['terminal/dialogs', 'terminal/stream', 'terminal/tmux'],
];
/** Tests of a thousand cases, of large databases, and of programs that are killed: the beginnings of their paths. */
const SLOW_FILES = [
  ...['policy/directories', 'policy/properties', 'policy/cost', 'project/imports', 'project/packages'],
  ...[
    'server/doctor',
    'server/monitor-port',
    'server/sdk-runtime',
    'server/workers',
    'faults/short',
    'security/every-operation',
    'security/injection',
  ],
  ...[
    'store/backup',
    'store/hindrance',
    'store/import',
    'store/maintenance',
    'store/migration',
    'store/opening',
    'store/outbox-crash',
    'store/plans/decide/standing',
  ],
];

module.exports = {
  ...base,
  rootDir: __dirname,
  testPathIgnorePatterns: [
    '/node_modules/',
    ...SLOW_FOLDERS.map((folder) => `<rootDir>/test/${folder}/`),
    ...SLOW_FILES.map((file) => `<rootDir>/test/${file}`),
  ],
  // They work more than they wait.
  maxWorkers: availableParallelism(),
};
