/** Holds the file that is named, until it is killed. Says "held", or ends with 1 where another one has it. */
const process = require('node:process');
const { setInterval } = require('node:timers');
require('../support/typescript.cjs');
const { hold } = require('../../store/db/hold.ts');

const letGo = hold(process.argv[2], 500);
if (!letGo) process.exit(1);
// A handle that nobody knows any more is closed.
process.on('exit', letGo);
process.send('held');
setInterval(() => {}, 1_000);
