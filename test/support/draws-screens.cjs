/**
 * A terminal program that draws recorded screens of an agent and reacts to keys as a scenario says. It knows nothing of
 * what it draws. Usage: draws-screens.cjs SCENARIO LOG; every key goes to LOG, one JSON line each.
 */
const fs = require('node:fs');
const process = require('node:process');
const { setTimeout } = require('node:timers');

const [scenarioFile, logFile] = process.argv.slice(2);
const { start, screens } = JSON.parse(fs.readFileSync(scenarioFile, 'utf8'));
let name;
let drawnAt = 0;
let keysSinceDrawn = 0;

function draw(next) {
  name = next;
  const { lines, cursorX, cursorY, title } = screens[name];
  const rows = lines.map((line, row) => `\x1b[${row + 1};1H${line}`).join('');
  process.stdout.write(
    `\x1b[?2026h\x1b]0;${title}\x07\x1b[?1049h\x1b[2J${rows}\x1b[${cursorY + 1};${cursorX + 1}H\x1b[?2026l`,
  );
  drawnAt = performance.now();
  keysSinceDrawn = 0;
}

process.stdin.setRawMode(true);
process.stdin.on('data', (data) => {
  // Keys that come in one read are one write of the terminal: arrows are three bytes.
  // oxlint-disable-next-line no-control-regex
  for (const key of data.toString().match(/\x1b\[[A-D]|[\s\S]/g) ?? []) {
    const { keys = {}, dropsKeysMs = 0, dropsKeys = 0, redrawAfterMs = 0 } = screens[name];
    keysSinceDrawn += 1;
    const dropped = performance.now() - drawnAt < dropsKeysMs || keysSinceDrawn <= dropsKeys;
    fs.appendFileSync(logFile, `${JSON.stringify({ screen: name, key, dropped })}\n`);
    const next = keys[key];
    if (dropped || next === undefined) continue;
    if (redrawAfterMs > 0) setTimeout(draw, redrawAfterMs, next);
    else draw(next);
  }
});
draw(start);
