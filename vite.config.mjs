/** The pages: each HTML file of web/ is an entry; hashed and compressed files go to web/dist. */
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { defineConfig } from 'vite';
import { deeperPage, drawnOnce, pageFrame } from './web/frame.mjs';

const WEB = join(import.meta.dirname, 'web');
const DIST = join(WEB, 'dist');
/** The HTML files and their titles. Where each stands in the navigation says web/rail.mjs. */
const PAGES = {
  index: 'Overview',
  needs: 'Needs you',
  queue: 'Queue',
  sessions: 'Sessions',
  work: 'Work',
  plans: 'Plans',
  tasks: 'Tasks',
  throughput: 'Throughput',
  health: 'Health',
  alerts: 'Alerts',
  errors: 'Errors',
  logs: 'Logs',
  improvements: 'Improvements',
  models: 'Models',
  schedules: 'Schedules',
  recurring: 'Recurring',
  session: 'Session',
  review: 'Review',
  monitor: 'Monitor',
  vault: 'Vault',
  settings: 'Settings',
  access: 'Access',
  'api-docs': 'API',
  login: 'Log in',
  offline: 'Not reachable',
};
/** The service worker has the place from which it may see to all pages. */
const WORKER = 'service-worker';
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
      input: [
        ...Object.keys(PAGES).map((page) => join(WEB, `${page}.html`)),
        join(WEB, 'src', 'worker', `${WORKER}.ts`),
      ],
      output: {
        manualChunks: sharedByPages,
        entryFileNames: ({ name }) => (name === WORKER ? `${WORKER}.js` : 'assets/[name]-[hash].js'),
      },
    },
  },
  plugins: [pageFrame(PAGES), deeperPage(), drawnOnce(), offlineVersion(), compressed()],
});

const SESSION = join(WEB, 'session.html');
/** Features that fewer pages have in common aren't loaded by the others. */
const MOST_PAGES = 3;
/**
 * What most pages use is one file, and what some use, the lists of the dashboard with pages of their own, is another:
 * few requests a page, whatever they have in common. What one page has from its beginning and others load when it is
 * wanted is in there too: it would be a request more for the one. The page of a session has nothing of the lists, so what
 * others load later of its terminal is a file of its own.
 */
function sharedByPages(id, { getModuleInfo }) {
  const pages = new Set();
  const seen = new Set();
  let isLoadedLater = false;
  const climb = (module) => {
    if (seen.has(module)) return;
    seen.add(module);
    const info = getModuleInfo(module);
    if (info?.isEntry) pages.add(module);
    if (info?.dynamicImporters.length) isLoadedLater = true;
    info?.importers.forEach(climb);
  };
  climb(id);
  if (pages.size >= MOST_PAGES || (pages.size > 1 && !id.includes('/features/'))) return 'shared';
  // What two pages have that the dashboard has not would make that heavier.
  if (pages.size > 1 && !pages.has(join(WEB, 'index.html'))) return 'pairs';
  if (pages.size === 1 && isLoadedLater && pages.has(SESSION)) return 'terminal';
  return pages.size > 1 || (pages.size === 1 && isLoadedLater) ? 'lists' : undefined;
}

/** The service worker keeps the offline page: it is another one when that is, so that browsers fetch both anew. */
function offlineVersion() {
  let directory = DIST;
  return {
    name: 'architect-offline-version',
    apply: 'build',
    configResolved({ build }) {
      directory = resolve(WEB, build.outDir);
    },
    writeBundle: {
      sequential: true,
      async handler() {
        const page = await readFile(join(directory, 'offline.html'));
        const version = createHash('sha256').update(page).digest('hex').slice(0, 16);
        const file = join(directory, `${WORKER}.js`);
        await writeFile(file, (await readFile(file, 'utf8')).replace('__OFFLINE_VERSION__', version));
      },
    },
  };
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
