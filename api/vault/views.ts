/** Secrets and what was done with them, as the API shows them. */
import type { z } from 'zod';
import type { Store } from '../../store';
import { isoTime } from '../../store/db/time';
import type { SecretInfo } from '../../store/vault';
import type { secret } from './responses';

export function secretView(info: SecretInfo): z.output<typeof secret> {
  return {
    ...info,
    created_at: isoTime(info.created_at),
    updated_at: isoTime(info.updated_at),
    last_accessed: isoTime(info.last_accessed),
    expires_at: isoTime(info.expires_at),
    rotated_at: isoTime(info.rotated_at),
  };
}

export const accessView = ({ items, ...page }: ReturnType<Store['vault']['access']>) => ({
  ...page,
  items: items.map((item) => ({ ...item, at: isoTime(item.at) })),
});
