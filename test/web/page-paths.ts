/** Where a browser finds each page. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export const pagePaths: readonly string[] = readdirSync(join(__dirname, '../../web'))
  .filter((name) => name.endsWith('.html'))
  .map((name) => (name === 'index.html' ? '/' : name === 'login.html' ? '/login' : `/${name}`));
