/** The agent's answer, read from the screen and its history, kept with the prompt. */
import { TmuxError } from '../adapters/tmux/types';
import type { AgentProgram } from '../agents/types';
import { parseBaseline, rowNow } from '../baseline';
import type { Deps } from '../context';
import { typedText } from '../delivery/attempt';
import type { Look } from '../watch/types';

/** Longest answer kept, in characters; what is over is cut at the front, where an answer matters least. */
const MAX_RESPONSE_CHARS = 256 * 1024;

export interface Answer {
  readonly promptId: number;
  readonly agent: AgentProgram;
  readonly look: Look;
}

export async function keepResponse(deps: Deps, { promptId, agent, look }: Answer): Promise<void> {
  const { store, tmux, log } = deps;
  const prompt = store.prompts.get(promptId);
  const kept = store.leases.get(promptId)?.baseline;
  if (!prompt || !kept) return;
  const baseline = parseBaseline(kept);
  try {
    // Where the history was cleared or cut meanwhile, the prompt's row can't be counted to: take all there is.
    const counted = rowNow(baseline, look.frame);
    const start = look.pane.alternateScreen ? 0 : Math.max(counted, -look.frame.historySize);
    let rows = await tmux.captureRows(look.pane.paneId, start);
    if (!look.pane.alternateScreen && !rows[0]?.startsWith(baseline.promptRow.trimEnd())) {
      rows = await tmux.captureRows(look.pane.paneId, -look.frame.historySize);
    }
    const response = agent.response(rows, baseline, typedText(prompt));
    store.prompts.keepResponse(promptId, shorten(response));
  } catch (error) {
    if (!(error instanceof TmuxError)) throw error;
    log.warn({ promptId, err: error }, 'the answer could not be read');
  }
}

function shorten(response: string): string {
  if (response.length <= MAX_RESPONSE_CHARS) return response;
  const cut = response.length - MAX_RESPONSE_CHARS;
  return `[the first ${cut} characters were cut]\n${response.slice(cut)}`;
}
