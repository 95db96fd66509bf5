/** What a table of this page has under a name; undefined if it hasn't: a newer server may send what the page doesn't know. */
export const known = <Value>(
  values: Readonly<Record<string, Value>>,
  name: string | null,
): Value | undefined => (name !== null && Object.hasOwn(values, name) ? values[name] : undefined);
