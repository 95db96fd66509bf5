/** What a workflow is about, for the operators who see it in Temporal: ids and plain words, nothing that people wrote. */
import type { WORKFLOW } from '../workflows/contracts/wire-names';

interface Description {
  /** Of one with an id at its end; `#` is the id. */
  readonly one: string;
  /** Of one without. */
  readonly any: string;
  readonly what: string;
  /** What cancelling or terminating it does. */
  readonly ended: string;
  /** Command that shows it; `#` is the id. */
  readonly see?: string;
}

const NOT_BEGUN = 'What is under way is done to its end, and the next time is another run.';

const DESCRIPTIONS: Record<keyof typeof WORKFLOW, Description> = {
  promptAssignment: {
    ...{ one: 'Prompt #', any: 'A prompt', see: 'architect logs #' },
    what: 'Gives the prompt a session, types it once and follows it to its end.',
    ended: 'The agent is interrupted and the prompt is cancelled, with that reason.',
  },
  backgroundTask: {
    ...{ one: 'Background task #', any: 'A background task', see: 'architect tasks show #' },
    what: 'Waits for a slot and runs a program.',
    ended: 'The program is ended and the task is cancelled, with that reason.',
  },
  confirmation: {
    ...{ one: 'Dialog #', any: 'A dialog', see: 'architect confirm show #' },
    what: 'Answers a dialog of an agent by the rules, or waits for a person.',
    ended: 'Nothing is pressed; the dialog is left to the terminal.',
  },
  phasePlan: {
    ...{ one: 'Plan #', any: 'A plan', see: 'architect plan show #' },
    what: 'Sends the tasks of a plan when they are ready, and asks their gates.',
    ended: 'The plan is cancelled with what it has under way.',
  },
  planDraft: {
    ...{ one: 'Draft # of a plan', any: 'The draft of a plan' },
    what: 'Has a model draft a plan. Nothing of it runs by itself.',
    ended: 'The request is stopped and the draft is given up.',
  },
  followUp: {
    ...{ one: 'Follow-up #', any: 'A follow-up' },
    what: 'Carries out what follows from a change, a row of the outbox.',
    ended: 'It is given up; the reason stands where people look for it.',
  },
  sessionCommand: {
    ...{ one: 'Request # to a session', any: 'A request to a session' },
    what: 'Makes or ends a session, or types a command of a person into one.',
    ended: 'It may have been done all the same.',
  },
  milestoneScan: {
    ...{ one: 'Scan of project #', any: 'Scan of all projects', see: 'architect milestones' },
    what: 'Looks for what is left to do in projects.',
    ended: 'The scan ends after the project it is at.',
  },
  githubSync: {
    ...{ one: 'Import of the issues of project #', any: 'An import of issues' },
    what: 'Makes features and bugs of the issues of a repository.',
    ended: 'The import ends after the page it is at; what came stays.',
  },
  githubPullRequest: {
    ...{ one: 'Pull request for feature #', any: 'A pull request' },
    what: 'Opens a pull request for the branch of a feature.',
    ended: 'It is no longer made by itself.',
  },
  maintenance: {
    ...{ one: 'Clean-up #', any: 'The daily clean-up' },
    what: 'Backs up the databases, removes what is old and compacts them.',
    ended: 'The step under way is done to its end, the next ones are not begun.',
  },
  reconciler: {
    ...{ one: 'Reconciler', any: 'Reconciler' },
    what: 'Finds what crashes and lost messages left behind.',
    ended: NOT_BEGUN,
  },
  healthCheck: { one: 'Health check', any: 'Health check', what: 'Looks at everything.', ended: NOT_BEGUN },
  smsUpdate: {
    ...{ one: 'Text message', any: 'Text message' },
    what: 'Sends the hourly text message, once.',
    ended: 'It is not sent, or not tried again.',
  },
  sheetsSync: {
    ...{ one: 'Spreadsheet', any: 'Spreadsheet' },
    what: 'Brings the spreadsheet at Google up to date.',
    ended: 'The rest is written by the next run.',
  },
  improvementCycle: {
    ...{ one: 'Improvements', any: 'Improvements', see: 'architect improvements' },
    what: 'Looks for what could be better.',
    ended: NOT_BEGUN,
  },
  recurringPrompt: {
    ...{ one: 'Recurring prompt #', any: 'A recurring prompt' },
    what: 'Queues the prompt that is due now.',
    ended: 'This one time is left out.',
  },
};

const BY_TYPE: ReadonlyMap<string, Description> = new Map(Object.entries(DESCRIPTIONS));

/** Options of a start: what Temporal shows above the history, and a memo for scripts. */
export function describeRun(type: string, workflowId: string) {
  const description = BY_TYPE.get(type);
  if (!description) return {};
  const { one, any, what, ended, see } = description;
  const id = /-(\d+)$/.exec(workflowId)?.[1];
  const filled = (text: string): string => text.replace('#', id ?? '');
  const details = [
    what,
    `**Cancelled or terminated here:** ${ended}`,
    ...(see !== undefined && (id !== undefined || !see.includes('#')) ? [`**See:** \`${filled(see)}\``] : []),
  ];
  const summary = id === undefined ? any : filled(one);
  return { staticSummary: summary, staticDetails: details.join('\n\n'), memo: { about: summary } };
}
