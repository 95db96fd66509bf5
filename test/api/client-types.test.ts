/** What the pages and the command ask of the API, and what its handlers answer, is checked against its operations. */
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectFiles, ROOT } from '../project/sources';

const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

/**
 * What is wrong in each of the modules, which are no files of the project: they lie in a directory that the compiler takes
 * for the project's own. It takes seconds to work out the types of the API, so all modules are checked together: as
 * the pages are, whose settings are those of the rest with a browser added, and with the types of Node.js for the rest.
 */
function faultsOf(planted: ReadonlyMap<string, string>): Map<string, string[]> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'architect-types-')));
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'));
    for (const [path, text] of planted) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), text);
    }
    const settings = {
      extends: join(ROOT, 'tsconfig.web.json'),
      compilerOptions: {
        ...{ types: ['node'], noEmit: true, incremental: false, tsBuildInfoFile: null, pretty: false },
        ...{ rootDir: '/', rootDirs: [ROOT, home] },
      },
      ...{ files: [...planted.keys()], include: [], references: [] },
    };
    writeFileSync(join(home, 'tsconfig.json'), JSON.stringify(settings));
    const { stdout } = spawnSync(process.execPath, [TSC, '-p', home], { cwd: home, encoding: 'utf8' });
    return new Map([...planted.keys()].map((path) => [path, faultsIn(path, stdout)]));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** A fault is a line that begins with its file; the lines after it, which are indented, explain it. */
const faultsIn = (path: string, output: string): string[] =>
  output.split('\n').filter((line) => line.startsWith(`${path}(`));

const WRONG: Record<string, string> = {
  'a field that is not answered': "(await call('GET /api/secrets/:id', { params: { id: 1 } })).worth;",
  'a field of an answer without a body': "(await call('DELETE /api/bugs/:id', { params: { id: 1 } })).id;",
  'a field that rows of a list lack': "(await call('GET /api/assigner/prompts')).items[0]?.text;",
  'a route that is not there': "await call('GET /api/secret/:id', { params: { id: 1 } });",
  'a stream': "await call('GET /api/events');",
  'a call without its parameter': "await call('GET /api/secrets/:id');",
  'a parameter of another name': "await call('GET /api/sessions/:name', { params: { id: 1 } });",
  'a query that is not taken': "await call('GET /api/tasks', { query: { state: 'running' } });",
  'a word that no list is ordered by': "await call('GET /api/tasks', { query: { order: 'age' } });",
  'a search for nothing': "await call('GET /api/search');",
  'a body that lacks a field': "await call('POST /api/secrets', { body: { name: 'KEY' } });",
  'a field that is not taken': "await call('PUT /api/confirm', { body: { on: true } });",
  'a body where none is taken': "await call('POST /api/sessions/up', { body: {} });",
  'a header that is not minded': "await call('GET /api/bugs', { headers: { 'If-Match': 'x' } });",
};
const RIGHT = `
  (await call('GET /api/secrets/:id', { params: { id: 1 } })).value;
  (await call('GET /api/assigner/prompts', { query: { limit: 1, order: 'oldest' } })).items[0]?.content;
  (await call('POST /api/projects/:id/github/import', { params: { id: 1 } })).created;
  await call('PATCH /api/bugs/:id', { params: { id: 1 }, body: { title: 'x' }, headers: { 'If-Match': 'x' } });
  await call('POST /api/tasks', { body: { type: 'shell', command: 'ls' }, headers: { 'Idempotency-Key': 'x' } });
  await call('POST /api/milestones/scan');
  await call('POST /api/sessions/up');`;

/** A busy machine takes its time. */
const COMPILING_MS = 180_000;

interface Place {
  /** The module in which `text` stands, and where that is. */
  readonly module: (text: string) => string;
  readonly path: (name: string) => string;
  readonly wrong: Readonly<Record<string, string>>;
  readonly right: string;
}

const HANDLERS: Record<string, string> = {
  'an operation without a handler': 'get: ({ params }) => ({ id: params.id })',
  'a field of an answer that is missing': `get: () => ({}), remove: () => undefined`,
  'a field of another type': `get: ({ params }) => ({ id: String(params.id) }), remove: () => undefined`,
  'an answer where there is none': `get: ({ params }) => ({ id: params.id }), remove: () => 'gone'`,
  'a parameter that the path lacks': `get: ({ params }) => ({ id: params.number }), remove: () => undefined`,
  'a query that is not taken': `get: ({ query }) => ({ id: query.depth }), remove: () => undefined`,
  'a status that is none of its own': `get: ({ params }) => reply(201, { id: params.id }), remove: () => undefined`,
};

const PLACES: Record<string, Place> = {
  'in the pages': {
    module: (text) => `import { call } from './app/api'; import { on } from './app/state';\n${text}`,
    path: (name) => `web/src/planted-${name}.ts`,
    wrong: {
      ...WRONG,
      'a field that no event has': "on('session', (session) => session?.state);",
      'an event that is not told': "on('sessions', () => {});",
    },
    right: RIGHT,
  },
  'in the command': {
    module: (text) =>
      `import { call } from './api'; import type { ApiClient } from './client'; const client = {} as ApiClient;
      export async function ask() { ${text.replaceAll('call(', 'call(client, ')} }`,
    path: (name) => `cli/planted-${name}.ts`,
    wrong: WRONG,
    right: RIGHT,
  },
  'a handler with': {
    module: (handlers) => `
      import { z } from 'zod';
      import { numberOf } from './http/fields';
      import { operations } from './http/operation';
      import { reply, routes } from './http/route';
      const things = operations('Things', {
        get: { method: 'GET', path: '/api/things/:id', access: 'read', params: numberOf('thing'), summary: 'One',
          responses: { 200: z.object({ id: z.number() }) } },
        remove: { method: 'DELETE', path: '/api/things/:id', access: 'work:write', params: numberOf('thing'), summary: 'Remove it',
          responses: { 204: null } },
      });
      export const unused = reply;
      export const planted = routes(things)(() => ({ ${handlers} }));`,
    path: (name) => `api/planted-${name}.ts`,
    wrong: HANDLERS,
    right: 'get: ({ params }) => ({ id: params.id }), remove: () => undefined',
  },
};

const planted = ({ path }: Place, name: string): string => path(name.replaceAll(' ', '-'));

let faults: Map<string, string[]>;
beforeAll(() => {
  const modules = Object.values(PLACES).flatMap((place) =>
    Object.entries({ ...place.wrong, right: place.right }).map(
      ([name, text]) => [planted(place, name), place.module(text)] as const,
    ),
  );
  faults = faultsOf(new Map(modules));
}, COMPILING_MS);

describe.each(Object.entries(PLACES))('%s', (_title, place) => {
  test.each(Object.keys(place.wrong))('%s is found', (name) => {
    expect(faults.get(planted(place, name))).toHaveLength(1);
  });

  test('what is right is let be', () => {
    expect(faults.get(planted(place, 'right'))).toEqual([]);
  });
});

test('the API is called by its routes only', () => {
  const calls = projectFiles()
    .filter((path) => /^(web\/src|cli(?!\/serve))\/.*\.(js|tsx?)$/.test(path))
    .filter((path) => /\bfetch\(|client\.request\(/.test(readFileSync(join(ROOT, path), 'utf8')));
  // Besides the three makers of calls: the report of the page's own faults, plans as texts, /health, the login, and what a
  // browser keeps for a server that is away.
  expect(calls.sort()).toEqual([
    'cli/api.ts',
    'cli/plan-file.ts',
    'web/src/app/api.ts',
    'web/src/app/errors.ts',
    'web/src/features/plans/page.ts',
    'web/src/features/shell/health.tsx',
    'web/src/pages/login.ts',
    'web/src/pages/offline.ts',
    'web/src/worker/ask.ts',
    'web/src/worker/offline.ts',
  ]);
});
