/** Which of a terminal's processes is its agent. */
import { processTree } from '../processes/details';
import { type ProcessStat, statOf } from '../processes/stat';

/** One process, as far as it matters who it belongs to; what an agent's tool runs has no terminal. */
export interface ProcessFacts extends Pick<ProcessStat, 'name' | 'terminal'> {
  readonly pid: number;
}

/** Programs that are agents, by the names of their processes. */
const AGENT_NAMES = /^(claude|codex|gemini|aider)/;

export function isAgentName(name: string): boolean {
  return AGENT_NAMES.test(name);
}

/**
 * The processes among which the agent of a terminal is, nearest first; `pid` is the terminal's own. What an agent runs
 * as a tool, other agents too, has no terminal or another one. Where no agent is on the terminal itself (`script`, a
 * sandbox), all of them count.
 */
export async function terminalProcesses(pid: number): Promise<ProcessFacts[]> {
  const tree = await processTree(pid);
  const facts = (await Promise.all(tree.map(factsOf))).filter((one) => one !== undefined);
  const own = facts.filter(({ terminal }) => terminal === facts[0]?.terminal);
  return own.some(({ name }) => isAgentName(name)) ? own : facts;
}

async function factsOf(pid: number): Promise<ProcessFacts | undefined> {
  const stat = await statOf(pid);
  return stat && { pid, name: stat.name, terminal: stat.terminal };
}
