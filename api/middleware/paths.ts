/** How a path is written: what decides on it and what serves it must mean the same by it. */

/**
 * Whether a path leads only where it seems to: it can be decoded, and nothing in it, decoded or not, steps aside, is
 * empty, or is read differently by a file system.
 */
export function isPlain(path: string): boolean {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return false;
  }
  if (/[\\\0]/.test(decoded)) return false;
  const segments = decoded.split('/').slice(1);
  return segments.every(
    (segment, index) => !/^\.{1,2}$/.test(segment) && (segment !== '' || index === segments.length - 1),
  );
}

/** As the router sees it: in any case, with or without a slash at the end. */
export function routePath(path: string): string {
  return path.toLowerCase().replace(/(?<=.)\/$/, '');
}
