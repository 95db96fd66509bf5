/** Decisions that no rule makes, by the name that stands in `Decision.ruleId`. */
import type { Verdict } from './types';

const ask = (reason: string) => ({ verdict: 'ask' as Verdict, reason });

export const FIXED = {
  'person-only': ask('Only a person can answer this'),
  'no-rule': ask('No rule names this, so a person decides; add a rule to have it answered next time'),
  'nothing-to-judge': ask('The request names no command, file or page, so there is nothing to judge'),
  'not-absolute': ask('The working directory of the session is not known, so its paths mean nothing'),
  unparsable: ask('The shell would not read this command line, or reads it in another way'),
  'too-long': ask('The command line is too long or too deeply nested to be judged'),
  invisible: ask('The command line has characters that are not visible'),
  'unknown-value': ask('A value in this command is known only when it runs'),
  'dynamic-command': ask('Which program runs is known only when it runs'),
  'unknown-option': ask('This option is not among those known to be harmless'),
  'leaves-directory': ask('The command line leaves the working directory, or may do so'),
  'unknown-link': ask(
    "Where this path leads can't be told: a directory can't be read, or its links go in a circle",
  ),
  'turned-link': ask(
    'The command line itself may turn a link, so it is not certain where this path will lead',
  ),
  'own-data': ask("The dashboard's own data: its databases, keys and tokens"),
  environment: ask('Sets a variable that can change what programs do'),
  'prints-environment': ask('Prints values of the environment, which may hold secrets'),
  'function-definition': ask('Defines a function, so names in the command line mean something else'),
  'runs-code': ask('Runs program text that is not judged'),
  'shell-feature': ask('Uses a feature of the shell that is not judged'),
  'fork-bomb': { verdict: 'deny', reason: 'A function that starts itself again and again stops the machine' },
} as const satisfies Record<string, { verdict: Verdict; reason: string }>;
export type FixedReason = keyof typeof FIXED;
