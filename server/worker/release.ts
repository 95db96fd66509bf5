/** Which releases may work on one data directory at the same time. */

/** As `3.1.0`: the same one, and the one before or after it. What isn't written so is believed to fit. */
export function worksWith(one: string, other: string): boolean {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  if (!a || !b) return true;
  const [older, newer] = a.major < b.major || (a.major === b.major && a.minor < b.minor) ? [a, b] : [b, a];
  if (older.major === newer.major) return newer.minor - older.minor <= 1;
  // Which was the last one of a series is known by nobody here.
  return newer.major - older.major === 1 && newer.minor === 0;
}

function numbersOf(version: string): { major: number; minor: number } | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}
