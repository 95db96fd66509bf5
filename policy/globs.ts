/** Which files a pattern finds, links among them. */
import picomatch from 'picomatch';
import type { Disk } from './disk';

/** More files than these aren't looked at one by one. */
const MAX_FOUND = 300;
export const MAX_SEEN = 3_000;

/** Says whether so many names may be looked at. */
type Afford = (names: number) => boolean;

/** Each further star makes one comparison longer by as much as the name is long. */
const STEPS_OF_ONE = 1_000;
const comparisons = (name: string, stars: number) => Math.max(1, name.length ** stars / STEPS_OF_ONE);

const isGlob = (name: string) => /[*?[]/.test(name);

/** The paths, as the shell would write them, that fit `path`; undefined where there are too many, or it can't be told. */
export function filesFound(path: string, disk: Disk, afford: Afford): readonly string[] | undefined {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  let seen = 0;
  const below = (dir: string, rest: readonly string[]): readonly string[] | undefined => {
    const [name, ...others] = rest;
    if (name === undefined) return [dir];
    if (!isGlob(name)) return below(`${dir}/${name}`, others);
    const names = disk.names(dir === '' ? '/' : dir);
    seen += names?.length ?? 0;
    if (names === undefined || seen > MAX_SEEN) return undefined;
    const stars = name.split('*').length - 1;
    if (!afford(names.reduce((sum, each) => sum + comparisons(each, stars), 0))) return undefined;
    const fits = picomatch(name.replaceAll('**', '*'), {
      dot: name.startsWith('.'),
      noextglob: true,
      nonegate: true,
    });
    const found: string[] = [];
    for (const each of names) {
      if (!fits(each)) continue;
      const deeper = below(`${dir}/${each}`, others);
      // zsh takes `**` for any number of directories.
      const again = name === '**' && !disk.isLink(`${dir}/${each}`) ? below(`${dir}/${each}`, rest) : [];
      if (!deeper || !again || found.length > MAX_FOUND) return undefined;
      found.push(...deeper, ...again);
    }
    return found.length > MAX_FOUND ? undefined : found;
  };
  return below('', parts);
}

/** True where a link lies in the directory or below it, or where there is too much in it to know. */
export function holdsLinks(path: string, disk: Disk, afford: Afford, most = MAX_FOUND): boolean {
  let seen = 0;
  const below = (dir: string): boolean => {
    const names = disk.names(dir);
    seen += names?.length ?? 0;
    if (names === undefined || seen > most || !afford(names.length)) return true;
    return names.some((name) => disk.isLink(`${dir}/${name}`) || below(`${dir}/${name}`));
  };
  return below(path);
}
