/** Who may use what. Each rule is a hole in the architecture where it is broken (docs/architecture.md). */
import type { Use } from './sources';

interface Rule {
  readonly name: string;
  readonly broken: (use: Use) => boolean;
}

const within = (folder: string) => (path: string) => path === folder || path.startsWith(`${folder}/`);
const inWorkflows = within('workflows');
const inContracts = within('workflows/contracts');
const isProject = (target: string): boolean =>
  /^(config|telemetry|engine|workflows|activities|agents|terminal|policy|store|temporal|api|server|cli)(\/|$)/.test(
    target,
  );

/** `target` is used by `owners` only. */
const only = (target: RegExp, owners: readonly string[]): Rule => ({
  name: `only ${owners.join(' and ')} may use ${target.source.replace(/[\^$\\]/g, '')}`,
  broken: (use) => target.test(use.target) && !owners.includes(use.file),
});

export const RULES: readonly Rule[] = [
  {
    name: 'workflows use only workflows, @temporalio/workflow and @temporalio/common',
    broken: ({ file, target }) =>
      inWorkflows(file) &&
      !inWorkflows(target) &&
      !['@temporalio/workflow', '@temporalio/common'].includes(target),
  },
  {
    name: 'contracts use nothing but contracts',
    broken: ({ file, target }) => inContracts(file) && !inContracts(target),
  },
  {
    name: 'activities use no workflows, only their contracts',
    broken: ({ file, target }) => within('activities')(file) && inWorkflows(target) && !inContracts(target),
  },
  {
    name: 'the api uses no activities, it goes through the engine',
    broken: ({ file, target }) => within('api')(file) && within('activities')(target),
  },
  {
    name: 'the api uses no workflows, only their contracts',
    broken: ({ file, target }) => within('api')(file) && inWorkflows(target) && !inContracts(target),
  },
  {
    name: 'the store uses only the store, contracts and config/ of the project',
    broken: ({ file, target }) =>
      within('store')(file) &&
      isProject(target) &&
      !within('store')(target) &&
      !inContracts(target) &&
      target !== 'config/index.ts',
  },
  only(/^process\.env$/, ['config/index.ts']),
  only(/^child_process$/, ['terminal/exec.ts', 'engine/spawn.ts']),
  only(/^better-sqlite3$/, ['store/db/open.ts']),
];

/** One line for each use that breaks a rule. */
export function violations(uses: readonly Use[]): string[] {
  return RULES.flatMap(({ name, broken }) =>
    uses.filter(broken).map(({ file, line, target }) => `${file}:${line} uses ${target}: ${name}`),
  );
}

/** Files that need each other to be loaded, as `a.ts -> b.ts -> a.ts`; types don't count. */
export function cycles(uses: readonly Use[]): string[] {
  const files = new Set(uses.map(({ file }) => file));
  const needs = new Map<string, Set<string>>();
  for (const { file, target, typeOnly } of uses) {
    if (!typeOnly && files.has(target)) needs.set(file, (needs.get(file) ?? new Set()).add(target));
  }
  const found: string[] = [];
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file].join(' -> '));
    if (start >= 0 || finished.has(file)) return;
    for (const next of needs.get(file) ?? []) visit(next, [...path, file]);
    finished.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}
