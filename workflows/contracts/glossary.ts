/**
 * Words of this system, in one place. Plain JSON types only: nothing here imports anything.
 *
 * prompt     text a person wants an agent to work on; one row, one workflow.
 * session    a tmux session with an agent program (or a shell) in it.
 * pane       the terminal inside a session that is typed into; pinned by its tmux id (`%7`).
 * lease      a session's exclusive promise to one prompt; a session has at most one.
 * stage      the fine-grained place of a prompt in its life, written to its receipt.
 * receipt    every step of a prompt with its time, reason and evidence (`assignment_history`).
 * provider   the agent program of a session: claude, codex, gemini, aider, shell
 * dialog     a question an agent program shows in place of its input box.
 * confirmation  one dialog with its judgement and its answer; one row, one workflow.
 * rule       a row of `claude_patterns`: what an agent may do without a person; see contracts/policy.ts.
 * mode       what is answered by the rules in a session: off, safe or all.
 * settled    at an end: nothing more happens unless a person asks for it.
 */

/** Statuses of the `prompts` table, as the original system has them. */
export const PROMPT_STATUSES = [
  'pending',
  'assigned',
  'in_progress',
  'completed',
  'failed',
  'cancelled',
] as const;
export type PromptStatus = (typeof PROMPT_STATUSES)[number];
export const SETTLED_STATUSES = [
  'completed',
  'failed',
  'cancelled',
] as const satisfies readonly PromptStatus[];

const STAGES_UNDER_WAY = [
  'accepted',
  'queued',
  'leased',
  'typing',
  'typed',
  'submitted',
  'taken',
  'working',
  'needs_confirmation',
] as const;
/**
 * Finer than the status. `accepted`: the row exists, no workflow has taken it up yet.
 * `indeterminate` is a settled end of status `failed`: it can't be told whether the prompt was taken.
 */
export const STAGES = [...STAGES_UNDER_WAY, ...SETTLED_STATUSES, 'indeterminate'] as const;
export type Stage = (typeof STAGES)[number];

/** Every word by which lists show how a prompt stands: its status, or a stage that is no status. */
export const PROMPT_STATES = [...PROMPT_STATUSES, ...STAGES_UNDER_WAY, 'indeterminate'] as const;
export type ShownState = (typeof PROMPT_STATES)[number];

/** What a session is doing. `idle` = ready for more than 30 minutes; `waiting_input` = ready. */
export const SESSION_STATES = [
  'idle',
  'waiting_input',
  'busy',
  'needs_confirmation',
  'starting',
  'exited',
  'limited',
  'unknown',
] as const;
export type SessionState = (typeof SESSION_STATES)[number];

export const PROVIDERS = ['claude', 'codex', 'gemini', 'aider', 'shell'] as const;
export type Provider = (typeof PROVIDERS)[number];

/**
 * How a turn ended. `question`: the answer ends with a question to the person. `background`: it ended, but commands it
 * started still run. `interrupted`: a person stopped it in the terminal. `refused`: a permission it asked for was denied.
 * `limited`: the usage limit of the account is reached, the prompt waits again.
 */
export const TURN_RESULTS = [
  'completed',
  'question',
  'background',
  'interrupted',
  'refused',
  'failed',
  'limited',
] as const;
export type TurnResult = (typeof TURN_RESULTS)[number];

/** What kind of thing a secret is, as the original system has it. */
export const SECRET_CATEGORIES = [
  'api_key',
  'password',
  'token',
  'certificate',
  'ssh_key',
  'env_var',
  'general',
] as const;
export type SecretCategory = (typeof SECRET_CATEGORIES)[number];
