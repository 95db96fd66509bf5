/** The server as `npm start` keeps it running, without the set-up before that. */
import { join } from 'node:path';
import process from 'node:process';
import { ROOT } from '../../scripts/lib/project.mjs';
import { supervise } from '../../scripts/lib/supervise.mjs';

const args = ['--enable-source-maps', join(ROOT, 'dist/cli/main.js'), 'serve'];
const say = (line) => process.stderr.write(`${line}\n`);
process.exitCode = await supervise({ command: process.execPath, args, env: process.env, say });
