/** A change that the record refuses because of what else it holds. */
export class WorkItemError extends Error {
  override readonly name = 'WorkItemError';
  /**
   * @param kind `duplicate`: there is one of that name; `reference`: it names something that isn't there;
   *   `in_use`: other rows need it
   * @param field the field at fault; null where none is
   * @param problem for a person: what is wrong, and what to do
   */
  constructor(
    readonly kind: 'duplicate' | 'reference' | 'in_use',
    readonly field: string | null,
    readonly problem: string,
  ) {
    super(field === null ? problem : `${field}: ${problem}`);
  }
}

/** Runs a write; a broken UNIQUE rule becomes a WorkItemError that names the column. */
export function withoutDuplicates<T>(noun: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    const column = /^UNIQUE constraint failed: \w+\.(\w+)$/.exec(message)?.[1];
    if (code !== 'SQLITE_CONSTRAINT_UNIQUE' || column === undefined) throw error;
    throw new WorkItemError('duplicate', column, `there is a ${noun} with this ${column} already`);
  }
}
