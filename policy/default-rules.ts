/**
 * The rules a new installation starts with: what may never be done, then what a person decides, then what is allowed.
 * All else is asked. As rows of `claude_patterns` they can be switched off, changed and put in another order.
 */
import { ALLOWED_COMMANDS } from './default-rules/allowed';
import { DESCRIBED_COMMANDS, EXCEPTIONS } from './default-rules/described';
import { ASKED_COMMANDS, NEVER } from './default-rules/dangerous';
import { FILES } from './default-rules/files';
import type { Line } from './default-rules/line';
import type { Rule } from './types';

/** Room between two rules for those of the user. */
const POSITION_STEP = 10;

const LINES: readonly Line[] = [
  ...NEVER,
  ...FILES,
  ...EXCEPTIONS,
  ...ASKED_COMMANDS,
  ...ALLOWED_COMMANDS,
  ...DESCRIBED_COMMANDS,
];

export const DEFAULT_RULES: readonly Rule[] = LINES.map((line, index) => ({
  ...line,
  position: (index + 1) * POSITION_STEP,
  agent: '*',
  enabled: true,
  builtin: true,
}));
