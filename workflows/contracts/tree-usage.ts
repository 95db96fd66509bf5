/** What a program uses, with all that it has started. */
export interface TreeUsage {
  /** Of one core: 150 is one and a half. */
  readonly cpu_percent: number;
  readonly memory_mib: number;
  /** Those that use most memory first. */
  readonly processes: readonly ProcessUsage[];
}

export interface ProcessUsage {
  readonly pid: number;
  readonly name: string;
  readonly cpu_percent: number;
  readonly memory_mib: number;
}
