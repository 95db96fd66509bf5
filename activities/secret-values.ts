/**
 * The values of secrets by their names, for one use by `holder` (`task-42`), which the log of accesses gets.
 * The values never go into results, errors or logs.
 * @throws where one can't be had, with a message for the person who named it
 */
export type SecretValues = (
  names: readonly string[],
  holder: string,
) => Record<string, string> | Promise<Record<string, string>>;
