/** What a browser keeps of one dashboard is none of another one's under the same host name. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFiles, ROOT } from '../../project/sources';

test('all that is kept, and all that tabs share, has such a name', () => {
  const shares =
    /(?:localStorage|sessionStorage)\.\w+Item\(\s*['"`]|new BroadcastChannel\(\s*['"`]|locks\.request\(\s*['"`]|indexedDB\.open\(\s*['"`]|(?:name|tag): ['"`](?:architect|confirmation)|const \w*(?:KEY|KEPT)\w* = ['"`]architect/;
  const pages = projectFiles().filter((file) => /^web\/src\/.*\.tsx?$/.test(file));
  expect(pages.length).toBeGreaterThan(100);
  expect(pages.filter((file) => shares.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
});
