/**
 * Words of this system, in one place: names, comments, messages and documents use them. Each has one meaning.
 * Plain JSON types only: nothing here imports anything.
 *
 * Work
 * prompt             text a person wants an agent to work on; one row, one workflow.
 * receipt            every step of a prompt with its time, reason and evidence (`assignment_history`).
 * stage              the fine-grained place of a prompt in its life, written to its receipt.
 * settled            at an end: nothing more happens unless a person asks for it.
 * indeterminate      settled, and nobody knows whether the agent got the prompt: a person decides.
 * queue              the prompts that wait for a session; it can be paused.
 * rank               where a prompt stands among those of its priority: its number, or what a person moved it to.
 * position           where a waiting prompt stands in the queue, counted from 1.
 * chain              prompts of which one waits for the end of others, or for a time; see contracts/chains.ts.
 * upstream           a prompt that another one waits for.
 * template           a text with variables that prompts are made from.
 * recurring prompt   a prompt that is queued again and again, by a schedule.
 * firing             one time at which a recurring prompt was due, and what became of it.
 * archive            settled prompts that a person put away: kept, but left out of lists.
 * task               a background task: a program that is run beside the agents; one row, one workflow.
 * slot               the right of a task to run; a few run at once.
 * supervisor         the process that runs a task's program and outlives the server.
 * plan               a goal in phases that prompts carry out and gates check; one row, one workflow.
 * phase              tasks of a plan that wait until all phases before are done.
 * plan task          one thing to do in a plan, named by its key: a prompt, and gates.
 * plan attempt       one try of a plan task: its prompt, what it changed, and what its gates found.
 * gate               what must be so before a plan task counts as done; a command, an approval or a judgement.
 * worktree           a directory with a branch that a plan task works in alone, and that is merged when its gates passed.
 * turn to merge      the right of one worktree of a repository to be rebased and merged; the others wait.
 * project            a name and a directory that features, bugs and sessions belong to.
 * work item          a feature or a bug of a project.
 * feature            work that is to be done.
 * bug                a fault that is to be mended.
 * milestone          everything that is left to do in one project, brought up to date by scans.
 * scan               one search of a project's files and work items for what is left to do.
 *
 * Sessions and terminals
 * host               the machine whose tmux server has the sessions.
 * hub                the machine of the server, which has the store and the engine; other hosts join it.
 * session            a tmux session with an agent program (or a shell) in it.
 * terminal           what a session really is: a pane with its first process, in one tmux server.
 * pane               the terminal inside a session that is typed into; pinned by its tmux id (`%7`).
 * agent              a program that works on prompts, such as Claude Code or Codex.
 * provider           the agent program of a session: claude, codex, gemini, aider, shell
 * account            whom an agent is logged in as; sessions of one account share its usage limit.
 * specialty          what a session is for; a prompt may ask for it.
 * lease              a session's exclusive promise to one prompt; a session has at most one.
 * attempt            one try to type a prompt or an answer into a terminal; keys of earlier ones are refused.
 * delivery           typing a prompt: paste, check of the input box, Enter.
 * input box          the part of the screen in which an agent takes text.
 * turn               an agent's work on one prompt, from the moment it has it until it is ready again.
 * host store         what a host asks of the store while it works on its terminals: one port, contracts/host-store.ts.
 * watch              the part that looks at all sessions several times a second.
 * snapshot           what was seen of a pane at one moment: rows, cursor, size, title, foreground program.
 * recording          what the screen of a session showed over the last hours, in files; see contracts/recording.ts.
 * frame              a change of a recorded screen: the rows that are others than before.
 * mark               something that happened in a session, such as a prompt that was taken, on the line of its recording.
 * session reading    what an agent's rules make of a snapshot: state, rule and evidence.
 * state              what a session, a prompt or a task is doing now.
 * evidence           the line or event that a state was read from.
 * hook               a program that an agent calls to report what it does.
 * transcript         the file in which an agent writes down its conversation.
 * report             an event that an agent sent by a hook or wrote to its transcript.
 * disagreement       what the sources of a state say when they don't agree.
 *
 * Dialogs
 * dialog             a question an agent program shows in place of its input box.
 * form               a dialog with several questions, page by page.
 * confirmation       one dialog with its judgement and its answer; one row, one workflow.
 * tool call          what an agent wants to do: a tool with its command, path or address.
 * policy             the rules applied to a tool call, and the code that applies them.
 * rule               a row of `claude_patterns`: what an agent may do without a person; see contracts/policy.ts.
 * verdict            what the policy says of a tool call: allow, ask or deny.
 * mode               what is answered by the rules in a session: off, safe or all.
 * inbox              the dialogs that wait for a person.
 * need               something that waits for a person; all of them are one list, see contracts/needs.ts.
 *
 * Parts
 * store              the three SQLite databases and the code that reads and writes them.
 * engine             the Temporal server that drives the workflows.
 * workflow           deterministic code that drives one prompt, task or dialog to its end; the engine keeps its history.
 * activity           a step of a workflow that touches the world: a terminal, a program, the store.
 * worker             the part of a process that runs workflows and activities.
 * worker process     a process beside the server that does nothing else; any number of them.
 * dispatch           choosing who gets a free session or slot, and announcing it.
 * grant              what a workflow is told by signal: a session (lease) or a slot is its own now.
 * reconciler         the workflow that starts what is missing and repeats signals that got lost.
 * follow-up          what has to be done because of a change, like a feature's pull request; see contracts/outbox.ts.
 * outbox             the rows of follow-ups that are not carried out yet, written with their change.
 * event stream       changes of the store as they happen, for the pages (`GET /api/events`).
 * clean-up           the daily removal of old rows, after a backup (the workflow `maintenance`).
 * backup             a checked copy of the databases at one moment.
 * import             taking over the databases of an original installation.
 * audit              who changed which work item, and how.
 * vault              the part of the store that keeps secrets sealed.
 * secret             a value in the vault; it is named, never shown in lists or logs.
 * key                what secrets are sealed with. (An idempotency key marks repeats of one request.)
 * busy timeout       how long a write waits for a database that another program holds.
 * health             whether all is well, and what is wrong; see contracts/health.ts.
 * outage             a reason for bad health over time: one is open for each cause.
 * alert              something that a person is told of: since when, by which channels, and what became of it.
 * channel            a way to tell people: a webhook, ntfy, Slack, mail or text messages.
 * review             the directory of a session against its last commit; a person comments on it, commits and discards.
 * discard            files that became what they were in the last commit; kept for some days, they can be brought back.
 * improvement        a suggestion for a number that should fall, with its prompt and what became of it.
 * cycle              one look for what could be better.
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

export const STAGES_UNDER_WAY = [
  'held',
  'blocked',
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
 * `held`: it waits for other prompts or for a time; `blocked`: what it waits for doesn't come unless a person acts.
 * `indeterminate` is a settled end of status `failed`: nobody knows whether the agent has the prompt.
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

/** Agents; `architect sessions up` takes the first that is there. */
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
