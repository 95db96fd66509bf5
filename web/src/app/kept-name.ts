/** Names of what a browser keeps: dashboards under one host name share its storage, each has a path of its own. */
import { at } from './root';

/** At the top of the host it is the name itself. */
export function keptName(name: string): string {
  const base = new URL(at('/'), document.baseURI).pathname;
  return base === '/' ? name : `${name} ${base}`;
}
