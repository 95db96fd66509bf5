/** Where one of a kind is found: links to it are the same on every page. */
import { at } from './root';

export const promptAddress = (id: number): string => at(`/queue.html#/prompt/${id}`);
/** Its page, with the live terminal. */
export const sessionAddress = (name: string): string =>
  at(`/session.html?${new URLSearchParams({ name }).toString()}`);
/** The same with what it showed at that moment. */
export const momentAddress = (name: string, moment: string): string =>
  at(`/session.html?${new URLSearchParams({ name, at: moment }).toString()}`);
