/** Paths as text, and where they lead by what is known of the disk. */
import { posix } from 'node:path';
import type { Disk } from './disk';

/** Where `~` is when nobody said: a place that is never inside a working directory. */
const UNKNOWN_HOME = '/~';
/** These are the command's own, not those of the process that judges it. */
const OWN_OF_EACH_PROCESS = /^\/dev\/(null|tty|stdin|stdout|stderr|fd\/\d+)$/;

export interface Places {
  readonly workingDir: string;
  readonly projectRoot: string;
  readonly home: string;
  /** Directories of the dashboard's own data. */
  readonly own: readonly string[];
  readonly disk: Disk;
  /** Working directory, project and home, each with the place it leads to. */
  readonly led: readonly { readonly place: string; readonly real: string }[];
}

export function placesOf(
  request: {
    readonly workingDir: string;
    readonly projectRoot?: string | undefined;
    readonly home?: string | undefined;
    readonly own?: readonly string[] | undefined;
  },
  known: Disk,
): Places {
  const disk = lookedAtOnce(known);
  const workingDir = clean(request.workingDir);
  const root = request.projectRoot === undefined ? workingDir : clean(request.projectRoot);
  // A root that isn't around the working directory, or is the whole disk, would make more readable than meant.
  const projectRoot = root !== '/' && isInsideByName(workingDir, root) ? root : workingDir;
  const home = request.home === undefined ? UNKNOWN_HOME : clean(request.home);
  const led = [...new Set([workingDir, projectRoot, home])].flatMap((place) => {
    const real = disk.real(place);
    return real === undefined || real === '/' ? [] : [{ place, real }];
  });
  const own = (request.own ?? []).flatMap((path) => {
    const real = disk.real(clean(path)) ?? clean(path);
    return [...new Set([real, named(real, led)])];
  });
  return {
    ...{ workingDir, projectRoot, home, disk, led },
    // What a session that works in there may do, is a matter of what lies outside of its own directory.
    own: own.filter((path) => !isInsideByName(workingDir, path)),
  };
}

/** `real` as it is called from the place it lies in. */
function named(real: string, led: Places['led']): string {
  const around = led.find((each) => isInsideByName(real, each.real));
  return around ? clean(around.place + real.slice(around.real.length)) : real;
}

/** Each place is looked at once for a decision: one line may name it a thousand times, and all must mean the same. */
function lookedAtOnce(disk: Disk): Disk {
  const kept = <T>(look: (path: string) => T) => {
    const seen = new Map<string, T>();
    return (path: string): T => {
      if (!seen.has(path)) seen.set(path, look(path));
      return seen.get(path) as T;
    };
  };
  return { real: kept(disk.real), names: kept(disk.names), isLink: kept(disk.isLink) };
}

/** Absolute, without `.`, `..` and a slash at the end. */
export function clean(path: string): string {
  const resolved = posix.resolve('/', path);
  // POSIX lets a path start with exactly two slashes.
  return resolved.replace(/^\/+/, '/');
}

export const resolveIn = (dir: string, path: string): string => clean(posix.resolve(dir, path));

/**
 * Where `path`, as a program in `dir` uses it, leads once links are followed; undefined where that can't be told.
 * The places themselves may be reached through links: what is in them keeps their names.
 */
export function ledTo(dir: string, path: string, places: Places): string | undefined {
  const whole = path.startsWith('/') ? path : `${dir}/${path}`;
  if (OWN_OF_EACH_PROCESS.test(clean(whole))) return clean(whole);
  const real = places.disk.real(whole);
  return real === undefined ? undefined : named(real, places.led);
}

/** True where these directories are in the project, and not behind a link: `..` is another place for the shell there. */
export function staysInside(from: readonly string[], path: string, places: Places): boolean {
  return from.every((dir) => {
    const to = resolveIn(dir, path);
    return ledTo(dir, path, places) === to && isInsideByName(to, places.projectRoot);
  });
}

/** Whether `path` is `dir` or lies below it, by their names alone: both are absolute and clean, no link is followed. */
export function isInsideByName(path: string, dir: string): boolean {
  return path === dir || path.startsWith(dir === '/' ? '/' : `${dir}/`);
}

/** `~` and `~/x` as a file tool may give them; other text as it is. */
export function expandHome(path: string, home: string): string {
  return path === '~' || path.startsWith('~/') ? home + path.slice(1) : path;
}

/** True where a glob, as written, could leave the directory it starts in or match names that start with a dot. */
export function isWideGlob(text: string): boolean {
  const names = text.split('/');
  const first = names.findIndex((name) => /[*?[]/.test(name));
  return first >= 0 && names.slice(first).some((name) => name === '..' || /^\..*[*?[]/.test(name));
}
