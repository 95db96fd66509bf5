/** The agent programs we know. A new one is a file of its own and a line here. */
import type { Provider } from '../workflows/contracts/glossary';
import { aider } from './aider';
import { claude } from './claude';
import { codex } from './codex';
import { gemini } from './gemini';
import { shell } from './shell';
import type { AgentProgram, Frame } from './types';

/** In the order in which they are asked whether they run in a pane; a shell in the foreground is a shell. */
export const agents: readonly AgentProgram[] = [shell, claude, codex, gemini, aider];

export function agentById(id: string): AgentProgram | undefined {
  return agents.find((agent) => agent.id === id);
}

/** Which agent program runs in a pane; undefined where it can't be told from the program's name and the title. */
export function detectProvider(frame: Pick<Frame, 'command' | 'title'>): Provider | undefined {
  return agents.find((agent) => agent.matches(frame))?.id;
}

/** The same with the screen at hand, which tells an agent that was started by a launcher of another name. */
export function detectOnScreen(frame: Frame): Provider | undefined {
  return detectProvider(frame) ?? agents.find((agent) => agent.isSeenOn?.(frame))?.id;
}
