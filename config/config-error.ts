/** A configuration that can't be used; `faults` has one sentence a setting. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly faults: readonly string[]) {
    super(`The settings can't be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}
