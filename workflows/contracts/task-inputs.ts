/** What each type of task may be asked to do. Checked at the edge (api/tasks/requests.ts), kept as JSON in the record. */
import type { TaskType } from './tasks';

export interface ShellInput {
  /** Read by `sh -c`. */
  readonly command: string;
}

/** One of script, module and code. */
export interface PythonInput {
  /** A file in the working directory. */
  readonly script?: string | undefined;
  readonly module?: string | undefined;
  readonly code?: string | undefined;
  readonly args?: readonly string[] | undefined;
}

export interface DeployInput {
  /** An executable file in the working directory; it gets `target` and `args`. */
  readonly script: string;
  readonly target: string;
  readonly args?: readonly string[] | undefined;
}

/** Of `test` and `build`. Without a command it is found by the project's files. */
export interface ProjectCommandInput {
  readonly command?: readonly string[] | undefined;
}

export const GIT_OPERATIONS = [
  'clone',
  'pull',
  'fetch',
  'commit',
  'push',
  'branch',
  'checkout',
  'status',
  'diff',
  'log',
  'tag',
  'merge',
  'stash',
] as const;
export const STASH_ACTIONS = ['push', 'pop', 'apply', 'list', 'drop'] as const;

type Git<Operation extends (typeof GIT_OPERATIONS)[number], Args> = { readonly operation: Operation } & {
  readonly [Name in keyof Args]?: Args[Name] | undefined;
};
type Remote = { remote: string; branch: string };
type Shown = { ref: string; paths: readonly string[] };

export type GitInput =
  | (Git<'clone', { directory: string; branch: string; depth: number }> & { readonly url: string })
  | Git<'pull', Remote & { rebase: boolean }>
  | Git<'fetch', { remote: string; prune: boolean; tags: boolean }>
  | (Git<'commit', { paths: readonly string[]; all: boolean }> & { readonly message: string })
  | Git<'push', Remote & { set_upstream: boolean; tags: boolean }>
  | Git<'branch', { name: string; start: string; delete: boolean }>
  | (Git<'checkout', { create: boolean; paths: readonly string[] }> & { readonly ref: string })
  | Git<'status', object>
  | Git<'diff', Shown & { staged: boolean }>
  | Git<'log', Shown & { limit: number }>
  | Git<'tag', { name: string; ref: string; message: string }>
  | (Git<'merge', { no_ff: boolean }> & { readonly ref: string })
  | Git<'stash', { action: (typeof STASH_ACTIONS)[number]; message: string }>;

export interface TaskInputs {
  readonly shell: ShellInput;
  readonly python: PythonInput;
  readonly git: GitInput;
  readonly deploy: DeployInput;
  readonly test: ProjectCommandInput;
  readonly build: ProjectCommandInput;
}

/** An input with the type that it belongs to. */
export type TaskInput = { readonly [Type in TaskType]: { readonly type: Type } & TaskInputs[Type] }[TaskType];
