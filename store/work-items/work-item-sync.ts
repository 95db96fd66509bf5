/** Has features and bugs follow their prompts right after each transition. */
import type { Work } from './assignments';

// Functions of any parameters, whose types are kept.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Functions = Record<string, (...args: any[]) => unknown>;

export function following(work: Pick<Work, 'follow'>) {
  /** A database that is locked or full now must not undo what the prompt's own record has: the link stays due. */
  const follow = (): void => {
    try {
      work.follow();
    } catch (error) {
      if (!(error as { code?: string }).code?.startsWith('SQLITE_')) throw error;
    }
  };
  return {
    follow,
    /** The same functions, each followed by `follow`. */
    after<T extends Functions>(functions: T): T {
      const entries = Object.entries(functions).map(([name, act]) => [
        name,
        (...args: unknown[]): unknown => {
          const result = act(...args);
          follow();
          return result;
        },
      ]);
      return Object.fromEntries(entries) as T;
    },
  };
}
