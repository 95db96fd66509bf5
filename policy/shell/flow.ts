/** Directories the shell may be in after a command, by whether the command succeeded. */
export type Dirs = readonly string[];

export interface Flow {
  readonly ok: Dirs;
  readonly failed: Dirs;
}

export const union = (...dirs: readonly Dirs[]): Dirs => [...new Set(dirs.flat())];
export const both = (dirs: Dirs): Flow => ({ ok: dirs, failed: dirs });
export const either = (flow: Flow): Dirs => union(flow.ok, flow.failed);
export const merge = (...flows: readonly Flow[]): Flow => ({
  ok: union(...flows.map((flow) => flow.ok)),
  failed: union(...flows.map((flow) => flow.failed)),
});
