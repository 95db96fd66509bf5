/** Links to Temporal's Web UI. */
import { safeUrl } from '../ui/dom';
import { at } from './root';
import { state } from './state';

/**
 * Where a person who looks at this page finds what the API calls so. It names the UI of an engine of our own as the
 * dashboard's machine has it, which is another one than theirs if they come through a proxy or from elsewhere.
 */
export function engineLink(url: string | null | undefined): string | null {
  const safe = safeUrl(url);
  if (safe === null || state.system?.engine !== 'embedded') return safe;
  const { pathname, search, hash } = new URL(safe);
  return at(`/temporal-ui${pathname}${search}${hash}`);
}
