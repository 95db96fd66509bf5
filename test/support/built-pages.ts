/** Files that `npm run build` made of the pages; their names change with their content. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const ASSETS = join(__dirname, '..', '..', 'web', 'dist', 'assets');

/** The path of the built file: `builtAsset('login', 'css')`. */
export function builtAsset(name: string, extension: string): string {
  const found = readdirSync(ASSETS).find((file) => new RegExp(`^${name}-.{8}\\.${extension}$`).test(file));
  if (found === undefined) throw new Error(`no ${name}.${extension} in ${ASSETS}: run npm run build`);
  return `/assets/${found}`;
}
