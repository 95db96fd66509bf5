/** What a line was written in the course of, as a person types or pastes it. Pure. */

interface About {
  readonly prompt?: number;
  readonly workflow?: string;
  readonly request?: string;
}

const NUMBER = /^#?(\d{1,9})$/;
const PROMPT = /^prompt[ -]?#?(\d{1,9})$/i;
/** Such as `task-7`. */
const WORKFLOW = /^[a-z][a-z-]*-\d+$/;
/** As X-Request-Id has it. */
const REQUEST = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

/** `42` and `#42` are a prompt, `task-7` a workflow, a UUID a request; anything else is taken for a workflow. */
export function aboutOf(text: string): About {
  const words = text.trim();
  if (words === '') return {};
  const prompt = Number((NUMBER.exec(words) ?? PROMPT.exec(words))?.[1] ?? 0);
  if (prompt > 0) return { prompt };
  if (!WORKFLOW.test(words) && REQUEST.test(words)) return { request: words.toLowerCase() };
  return { workflow: words };
}
