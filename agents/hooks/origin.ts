/**
 * Whose hook reports. An agent's tools inherit its environment, so that an agent which a tool runs reports from the same
 * pane with the same key. What tells them apart is the terminal: the outermost agent is on it, what a tool runs is not.
 * Pure.
 */
import { isShell } from '../screen/lines';
import { isAgentName } from '../processes';
import type { HookReport } from './event';

/**
 * `outermost`: the agent of the pane. `nested`: an agent that another one runs, or serves it (Codex's daemon).
 * `elsewhere`: of another pane. `detached`: no process of a pane, and on no terminal.
 */
export type Origin = 'outermost' | 'nested' | 'elsewhere' | 'detached';

/** @param panePid process of the pane */
export function originOf({ callers, inTmux = false }: HookReport, panePid: number): Origin {
  if (!callers) return 'outermost';
  const top = callers.at(-1);
  if (inTmux && top?.pid !== panePid) return 'elsewhere';
  // Agents call their hooks through a shell.
  const place = callers.findIndex(({ name }) => !isShell(name));
  const caller = callers[place];
  if (!caller) return inTmux ? 'outermost' : 'detached';
  const above = callers.slice(place + 1);
  // A wrapper of the agent may have its name, but is on the same terminal.
  if (above.some(({ name, terminal }) => isAgentName(name) && terminal !== caller.terminal)) return 'nested';
  return inTmux || caller.terminal !== '' ? 'outermost' : 'detached';
}
