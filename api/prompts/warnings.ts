/** Which prompts got or lost the warning that no session can take them, because the sessions changed. */
import type { Store } from '../../store';
import type { PromptRow } from '../../store/rows';

export function promptWarnings({ prompts, hindrance }: Pick<Store, 'prompts' | 'hindrance'>) {
  let version = '';
  let told = new Map<number, string>();
  return {
    /** Waiting prompts whose warning is another one than at the last call. Cheap where the sessions are the same. */
    changed(): PromptRow[] {
      const now = hindrance.version();
      if (now === version) return [];
      version = now;
      const before = told;
      told = new Map();
      return prompts.unsettled().filter((row) => {
        const warning = hindrance.of(row);
        if (warning !== null) told.set(row.id, warning);
        return warning !== (before.get(row.id) ?? null);
      });
    },
  };
}
