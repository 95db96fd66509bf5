/** Keeps a program in a terminal running until a test has seen what it is there to see. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Gate {
  /** A line of shell that ends when the gate is open. */
  readonly wait: string;
  open(): void;
}

export function gate(dir: string, name: string): Gate {
  const file = join(dir, `${name}.open`);
  return {
    wait: `until [ -e '${file}' ]; do sleep 0.05; done`,
    open: () => writeFileSync(file, ''),
  };
}
