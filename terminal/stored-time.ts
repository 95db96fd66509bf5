/**
 * Unix milliseconds of a time as the store has it. They tell a lease or a dialog from another one: the `...Ms` beside it
 * is by the clock of this host, and another one after each correction of that clock.
 */
export function storedMs(time: string): number {
  return Date.parse(time.endsWith('Z') ? time : `${time.replace(' ', 'T')}Z`);
}
