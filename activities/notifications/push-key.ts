/** The key by which push services know this installation (VAPID, RFC 8292). */
import { createECDH } from 'node:crypto';
import { keptKey } from '../../store/kept-key';
import { PUSH_KEY_FILE } from '../../store/push/key-file';

export interface PushKey {
  /** Both in base64url. The public one is what a browser subscribes with: with another key it would have to anew. */
  readonly publicKey: string;
  readonly privateKey: string;
}

const pairs = new Map<string, PushKey>();

/** Made once, and kept. @throws StoreError where it can't be read or made */
export function pushKey(dataDir: string): PushKey {
  const known = pairs.get(dataDir);
  if (known) return known;
  const privateKey = keptKey(dataDir, PUSH_KEY_FILE);
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(privateKey, 'base64url');
  const pair = { privateKey, publicKey: curve.getPublicKey('base64url') };
  pairs.set(dataDir, pair);
  return pair;
}
