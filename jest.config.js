/* global module, require, __dirname */
const { availableParallelism } = require('node:os');
const { useRunDirectory } = require('./test/support/run-directory.cjs');

useRunDirectory();

// ES modules only, of tests with a page: Node 20 requires them, Jest on Node 20 can't.
const MODULES = 'preact|@preact';

/** @type {import('jest').Config} */
module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/test'],
  testEnvironment: '<rootDir>/test/support/realm/environment.cjs',
  runtime: '<rootDir>/test/support/realm/runtime.cjs',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, sourceMaps: 'inline' },
    ],
    '^.+\\.tsx$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
          target: 'es2022',
        },
        sourceMaps: 'inline',
      },
    ],
    [`/node_modules/(?:${MODULES})/.+\\.m?js$`]: [
      '@swc/jest',
      { jsc: { parser: { syntax: 'ecmascript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  // What is loaded by `import()` is named as it is once built.
  moduleNameMapper: {
    '^((?:\\.{1,2}/)+(?:(?:commands|config|engine|server|store)/.+|pinned-connection|server-logs|yaml))\\.js$':
      ['$1.ts', '$1.js'],
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:${MODULES})/)`],
  // Otherwise jsdom asks for what only browsers run.
  testEnvironmentOptions: { customExportConditions: ['node', 'require', 'default'] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/web/dist'],
  // Those need the real agent programs: npm run test:agents.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/live/'],
  // Tests start engines, browsers and terminals of their own, and wait for them more than they work.
  maxWorkers: Math.max(6, availableParallelism()),
  // Tests of one file that run side by side.
  maxConcurrency: 3,
  globalSetup: '<rootDir>/test/support/shared/setup.cjs',
  globalTeardown: '<rootDir>/test/support/shared/teardown.cjs',
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  testTimeout: 60_000,
  forceExit: false,
};
