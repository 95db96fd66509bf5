/** The pages: each HTML file of web/ is an entry; hashed and compressed files go to web/dist. */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { defineConfig } from 'vite';
import { deeperPage, pageFrame } from './web/frame.mjs';

const WEB = join(import.meta.dirname, 'web');
const DIST = join(WEB, 'dist');
/** The HTML files and their titles, in the order of the navigation. */
const PAGES = {
  index: 'Dashboard',
  work: 'Work',
  plans: 'Plans',
  health: 'Health',
  alerts: 'Alerts',
  improvements: 'Improvements',
  models: 'Models',
  schedules: 'Schedules',
  recurring: 'Recurring',
  monitor: 'Monitor',
  'api-docs': 'API',
  login: 'Log in',
};
const COMPRESSED = new Set(['.html', '.css', '.js', '.svg']);

export default defineConfig({
  root: WEB,
  // Files name each other by the way from one to the other: a proxy may have them under a path.
  base: './',
  logLevel: 'warn',
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  worker: { format: 'es' },
  build: {
    outDir: DIST,
    emptyOutDir: true,
    target: 'es2022',
    // The policy allows data: for pictures only, and a file of its own is cached.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
    rollupOptions: {
      input: Object.keys(PAGES).map((page) => join(WEB, `${page}.html`)),
      output: { manualChunks: sharedByPages },
    },
  },
  plugins: [pageFrame(PAGES), deeperPage(), compressed()],
});

/** What several pages use is one file: two requests a page, whatever they have in common. */
function sharedByPages(id, { getModuleInfo }) {
  const pages = new Set();
  const seen = new Set();
  const climb = (module) => {
    if (seen.has(module)) return;
    seen.add(module);
    const info = getModuleInfo(module);
    if (info?.isEntry) pages.add(module);
    info?.importers.forEach(climb);
  };
  climb(id);
  return pages.size > 1 ? 'shared' : undefined;
}

/** Writes a `.br` and a `.gz` beside each file, so that the server compresses none of them. */
function compressed() {
  const pack = { '.br': promisify(brotliCompress), '.gz': promisify(gzip) };
  const options = {
    '.br': { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } },
    '.gz': { level: constants.Z_BEST_COMPRESSION },
  };
  let directory = DIST;
  return {
    name: 'architect-compressed',
    apply: 'build',
    configResolved({ build }) {
      directory = resolve(WEB, build.outDir);
    },
    async closeBundle() {
      const names = await readdir(directory, { recursive: true });
      for (const name of names.filter((each) => COMPRESSED.has(extname(each)))) {
        const text = await readFile(join(directory, name));
        for (const [ending, compress] of Object.entries(pack)) {
          await writeFile(join(directory, `${name}${ending}`), await compress(text, options[ending]));
        }
      }
    },
  };
}
