/** The file of the key by which push services know this installation. Without it every browser has to subscribe anew. */
import { chmodSync, copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

export const PUSH_KEY_FILE = 'push-key';

/** With the databases, which have what was subscribed with it; where there is one. */
export function copyPushKey(from: string, to: string): void {
  if (!existsSync(join(from, PUSH_KEY_FILE))) return;
  copyFileSync(join(from, PUSH_KEY_FILE), join(to, PUSH_KEY_FILE));
  chmodSync(join(to, PUSH_KEY_FILE), 0o600);
}
