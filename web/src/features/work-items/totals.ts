/** How many items there are, without reading them. */
import { exchange } from '../../app/api';
import { ROUTES, type Kind } from './kinds';

interface Wanted {
  readonly status?: string;
  readonly project_id?: number;
}

export async function totalOf(kind: Kind, wanted: Wanted): Promise<number> {
  const { headers } = await exchange(ROUTES[kind].list, { query: { ...wanted, limit: 1 } });
  return Number(headers.get('X-Total-Count'));
}
