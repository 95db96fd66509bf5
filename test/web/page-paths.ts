/** Where a browser finds each page; that for a server that is away is shown in the place of others. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export const pagePaths: readonly string[] = readdirSync(join(__dirname, '../../web'))
  .filter((name) => name.endsWith('.html') && name !== 'offline.html')
  .map((name) => (name === 'index.html' ? '/' : name === 'login.html' ? '/login' : `/${name}`));
