/** Questions to the person at the terminal. No rule and no mode answers them. */
export const PERSON_ONLY: ReadonlySet<string> = new Set(['AskUserQuestion', 'ExitPlanMode', 'EnterPlanMode']);
