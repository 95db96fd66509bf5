/** The fields that have a value: those that a request leaves out are none of a change. */
export type WithoutUndefined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

export function withoutUndefined<T extends object>(fields: T): WithoutUndefined<T> {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as WithoutUndefined<T>;
}
