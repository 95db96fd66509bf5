/* global module, __dirname */
/** @type {import('jest').Config} */
module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/test'],
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, sourceMaps: 'inline' },
    ],
    '/node_modules/unbash/.+\\.js$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'ecmascript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  // unbash is an ES module only: Node 20 requires it, Jest on Node 20 can't.
  transformIgnorePatterns: ['/node_modules/(?!unbash/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  // Those need the real agent programs: npm run test:agents.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/live/'],
  // Tests start engines, browsers and terminals of their own; more at once only make each other late.
  maxWorkers: 2,
  testTimeout: 60_000,
  forceExit: false,
};
