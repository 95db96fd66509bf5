/** Terminals that are too small to be read. */
import type { AgentProgram, SessionReading, Size } from '../types';

/** `unknown` where the terminal is too small for that agent; undefined where it is large enough. */
export function tooSmall(
  { width, height }: Size,
  { id, smallest }: Pick<AgentProgram, 'id' | 'smallest'>,
): SessionReading | undefined {
  if (width >= smallest.width && height >= smallest.height) return undefined;
  const size = `${width}x${height}`;
  return {
    state: 'unknown',
    reason: `the terminal is ${size}: too small to read. Make it at least ${smallest.width}x${smallest.height}`,
    rule: `${id}.too-small`,
    evidence: size,
  };
}
