/** A process that starts the pages of PAGES_OPTIONS, tells its parent where they are, and waits to be killed. */
const process = require('node:process');
require('../support/typescript.cjs');
const { pino } = require('pino');
const { enginePages } = require('../../engine/pages.ts');

const log = pino({ level: 'silent' });
enginePages({ ...JSON.parse(process.env.PAGES_OPTIONS), log })
  .url()
  .then(process.send.bind(process), (error) => process.send(error.message));
process.on('message', () => {});
