/* global module, require, __dirname */
/** The tests of `npm run test:cluster`: what the product does with the engine; the faults of an engine of its own are left out. */
const base = require('./jest.config');

const WORKFLOWS = [
  ...['queue', 'delivery', 'turn', 'control', 'endings', 'cancelled-in-engine', 'terminated-in-engine'],
  ...['background-task', 'confirmation', 'phase-plan', 'follow-up', 'recurring', 'schedules', 'labels'],
];
const WHOLE_PRODUCT = ['spec', 'operators', 'temporal-recipes', 'tasks', 'confirm', 'plans', 'work', 'cli'];

module.exports = {
  ...base,
  rootDir: __dirname,
  testMatch: [
    ...WORKFLOWS.map((name) => `<rootDir>/test/workflows/${name}.test.ts`),
    ...WHOLE_PRODUCT.map((name) => `<rootDir>/test/e2e/${name}.test.ts`),
  ],
};
