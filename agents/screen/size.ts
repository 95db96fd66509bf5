/** Terminals that are too small to be read. */
import type { Provider } from '../../workflows/contracts/glossary';
import type { SessionReading } from '../types';

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The smallest terminals in which prompt, input box and dialogs were read whole: Claude Code 2.1.330 from 40x12 on (at
 * 60x10 its dialog has no box), Codex 0.169.0 from 48x16 on (at 60x15 the last option is out of sight, at
 * 40x15 it is never ready). A shell draws a text of four rows from 5 rows on and wraps its prompt below 15 columns.
 * Gemini CLI and Aider were seen from 60x20 on; that they need more than Claude Code isn't known.
 */
const SMALLEST: Readonly<Record<Provider, Size>> = {
  claude: { width: 40, height: 12 },
  codex: { width: 48, height: 16 },
  gemini: { width: 40, height: 12 },
  aider: { width: 40, height: 12 },
  shell: { width: 15, height: 5 },
};

/** `unknown` where the terminal is too small for that agent; undefined where it is large enough. */
export function tooSmall({ width, height }: Size, agent: Provider): SessionReading | undefined {
  const least = SMALLEST[agent];
  if (width >= least.width && height >= least.height) return undefined;
  const size = `${width}x${height}`;
  return {
    state: 'unknown',
    reason: `the terminal is ${size}: too small to read. Make it at least ${least.width}x${least.height}`,
    rule: `${agent}.too-small`,
    evidence: size,
  };
}
