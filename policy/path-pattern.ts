/** Patterns for files, as in .gitignore where that makes sense. */
import picomatch from 'picomatch';
import { isInsideByName, type Places } from './paths';

export type PathMatcher = (path: string, places: Places) => boolean;

/**
 * `/etc/*` is absolute, `~/notes/**` below the home directory, anything else below the working directory:
 * with a slash from its top (`docs/*.md`), without one at any depth (`*.md`). `x/` and `x/**` are all of x.
 * `anyCase`: some disks take `.GIT` for `.git`; to be used where a match makes the verdict more careful.
 */
export function pathMatcher(pattern: string, anyCase: boolean): PathMatcher {
  const whole = pattern.endsWith('/') && pattern !== '/' ? `${pattern}**` : pattern;
  if (whole === '/' || whole === '~') {
    return (path, { home }) => path === (whole === '/' ? '/' : home);
  }
  const options = { dot: true, noextglob: true, nonegate: true, nocase: anyCase };
  if (whole.startsWith('/')) {
    const matches = picomatch(whole.slice(1), options);
    return (path) => (path === '/' ? whole === '/**' : matches(path.slice(1)));
  }
  const [glob, baseOf]: [string, (places: Places) => string] = whole.startsWith('~/')
    ? [whole.slice(2), ({ home }) => home]
    : [whole.replace(/^\.\//, ''), ({ workingDir }) => workingDir];
  const anchored = glob.includes('/') || whole.startsWith('~/') || whole.startsWith('./');
  const matches = picomatch(anchored ? glob : `**/${glob}`, options);
  return (path, places) => {
    const base = baseOf(places);
    if (!isInsideByName(path, base)) return false;
    return path === base ? glob === '**' : matches(path.slice(base === '/' ? 1 : base.length + 1));
  };
}

/** `example.com` and, for `*.example.com`, the names below it. */
export function hostMatcher(pattern: string): (host: string) => boolean {
  if (pattern === '*' || pattern === '**') return () => true;
  const matches = picomatch(pattern.toLowerCase(), { noextglob: true, nonegate: true });
  return (host) => matches(host.toLowerCase());
}
