/** Files that may be missing, or be nobody's business: what they say, if anything. */
import { readFileSync } from 'node:fs';

/** undefined where it can't be read, whatever the reason. */
export function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
