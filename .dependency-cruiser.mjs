/** Who may use what (docs/architecture.md, "Folders"). `npm test` checks it: test/project/imports.test.ts. */

const CONTRACTS = 'workflows/contracts';

/** What each folder may use beside itself; `server/` is the composition root. */
const MAY_USE = {
  cli: ['server', 'api', 'store', 'engine', 'agents/hooks', CONTRACTS, 'telemetry', 'config'],
  server: [
    ...['api', 'temporal', 'activities', 'agents', 'terminal', 'policy', 'models', 'store', 'engine'],
    ...[CONTRACTS, 'processes', 'config', 'telemetry'],
  ],
  api: ['temporal', 'policy', 'store', CONTRACTS, 'config'],
  temporal: [CONTRACTS],
  workflows: [CONTRACTS],
  [CONTRACTS]: [],
  activities: ['terminal', 'agents', 'policy', 'models', 'store', CONTRACTS, 'processes', 'config'],
  models: [CONTRACTS, 'processes', 'config'],
  terminal: ['agents', 'policy', CONTRACTS, 'processes', 'config'],
  agents: [CONTRACTS, 'processes'],
  policy: [CONTRACTS],
  store: [CONTRACTS, 'config'],
  engine: ['store/db', 'processes', 'config'],
  processes: [],
  telemetry: [CONTRACTS, 'config'],
  config: [CONTRACTS],
};

/** Packages and modules of Node that only these files may use. */
const OWNERS = {
  child_process: ['processes/exec.ts', 'engine/spawn.ts'],
  'better-sqlite3': ['store/db/open.ts', 'store/db/handle.ts'],
  // The global is used instead; lint keeps its `env` to config/index.ts.
  process: [],
};

const FOLDERS = Object.keys(MAY_USE);
const within = (folders) => `^(${folders.join('|')})/`;
const list = (names) => names.join(', ') || 'nothing';

const arrows = Object.entries(MAY_USE).map(([folder, others]) => ({
  name: `${folder} uses only ${list(others)}`,
  severity: 'error',
  from: {
    path: within([folder]),
    pathNot: FOLDERS.filter((one) => one.startsWith(`${folder}/`)).map((one) => within([one])),
  },
  to: { path: within(FOLDERS), pathNot: within([folder, ...others]) },
}));

const owners = Object.entries(OWNERS).map(([name, files]) => ({
  name: `${name} is used only in ${list(files)}`,
  severity: 'error',
  from: { pathNot: files.map((file) => `^${file}$`) },
  to: { path: `(^|/)${name}(/|$)`, pathNot: within(FOLDERS) },
}));

export default {
  forbidden: [
    ...arrows,
    ...owners,
    {
      name: 'workflows use no package but those of Temporal that replay',
      severity: 'error',
      from: { path: within(['workflows']) },
      to: { pathNot: '^workflows/|(^|/)@temporalio/(workflow|common)(/|$)' },
    },
    {
      name: 'contracts use nothing but contracts',
      severity: 'error',
      from: { path: within([CONTRACTS]) },
      to: { pathNot: within([CONTRACTS]) },
    },
    { name: 'no cycle, of values or of types', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    // TypeScript 7 has no interface for programs.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    detectProcessBuiltinModuleCalls: true,
    // Types count.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts'],
      conditionNames: ['import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
      mainFields: ['main', 'types'],
    },
  },
};
