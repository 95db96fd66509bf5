/** Attached to the tmux server of the socket that is named, until it is killed. Says "attached". */
const process = require('node:process');
require('../../support/typescript.cjs');
const { pino } = require('pino');
const { createTmux } = require('../../../terminal/tmux/index.ts');

const tmux = createTmux({ socketName: process.argv[2], log: pino({ level: 'silent' }) });
tmux.onServer((up) => up && process.send('attached'));
