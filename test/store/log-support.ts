/** Programs beside ours that keep the log of a database from being emptied. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import type { Db } from '../../store/db/open';

const LIBRARY = dirname(require.resolve('better-sqlite3/package.json'));
const CODE = `
  const Database = require(process.argv[1]);
  const db = new Database(process.argv[2]);
  db.exec('BEGIN');
  db.prepare('SELECT count(*) FROM sqlite_master').get();
  process.stdout.write('reading');
  setInterval(() => {}, 1000);
`;

/** Another process that reads `file` as it is now, until it is ended. */
export async function startReader(file: string): Promise<{ readonly pid: number; end(): Promise<void> }> {
  const child = spawn(process.execPath, ['-e', CODE, LIBRARY, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  return {
    pid: child.pid as number,
    async end() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Writes so many MiB, in pieces. */
export function fill(db: Db, mebibytes: number, table = 'filling'): void {
  db.exec(`CREATE TABLE IF NOT EXISTS ${table} (x)`);
  const insert = db.prepare(`INSERT INTO ${table} VALUES (zeroblob(1048576))`);
  for (let count = 0; count < mebibytes; count += 1) insert.run();
}
