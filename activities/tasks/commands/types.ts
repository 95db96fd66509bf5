export interface Command {
  readonly argv: readonly string[];
  /** Beside the environment that every task gets. */
  readonly env?: Readonly<Record<string, string>>;
}
