/** Makes statements that are forgotten at once, with pauses in which garbage is collected. Prints how many there were. */
const process = require('node:process');
const { performance } = require('node:perf_hooks');
const { setTimeout } = require('node:timers');
const Database = require('better-sqlite3');

const DURATION_MS = 3_000;
const db = new Database(':memory:');
const endMs = performance.now() + DURATION_MS;
let made = 0;
function make() {
  for (let n = 0; n < 20; n += 1) {
    db.prepare(`SELECT ${(made += 1)}`).get();
    new Array(2_000).fill(n);
  }
  if (performance.now() < endMs) setTimeout(make, 1);
  else process.stdout.write(String(made));
}
make();
