/** Is this a rule that can be kept? */
import { CONTROL_IN_LINE } from '../workflows/contracts/control-characters';
import { commandMatcher } from './command-pattern';
import { PERSON_ONLY } from './person-only';
import { RULE_KINDS, VERDICTS, type Rule, type RuleDraft, type RuleFault } from './types';

const MAX_PATTERN_LENGTH = 500;
const MAX_NOTE_LENGTH = 500;

/** Empty if the rule can be kept. */
export function validateRule(draft: RuleDraft): RuleFault[] {
  const faults: RuleFault[] = [];
  const need = (holds: boolean, field: keyof Rule, message: string) => {
    if (!holds) faults.push({ field, message });
  };
  const { agent, tool, kind, pattern, verdict, position, note } = draft;
  need(
    /^(\*|[a-z][\w-]{0,39})$/.test(agent),
    'agent',
    'agent has to be the name of an agent, such as claude, or *',
  );
  need(
    /^[\w*.:-]{1,100}$/.test(tool),
    'tool',
    'tool has to be the name of a tool, such as Bash or mcp__github__*, or *',
  );
  need(RULE_KINDS.includes(kind), 'kind', `kind has to be one of ${RULE_KINDS.join(', ')}`);
  need(VERDICTS.includes(verdict), 'verdict', `verdict has to be one of ${VERDICTS.join(', ')}`);
  need(
    Number.isFinite(position),
    'position',
    'position has to be a number: rules with a lower one come first',
  );
  need(typeof draft.enabled === 'boolean', 'enabled', 'enabled has to be true or false');
  need(note.length <= MAX_NOTE_LENGTH, 'note', `note may have at most ${MAX_NOTE_LENGTH} characters`);
  const length = pattern.length;
  if (length === 0 || length > MAX_PATTERN_LENGTH) {
    need(false, 'pattern', `pattern has to have 1 to ${MAX_PATTERN_LENGTH} characters; it has ${length}`);
  } else {
    const fault = patternFault(draft);
    need(fault === undefined, 'pattern', fault ?? '');
  }
  if (verdict === 'allow') {
    need(!PERSON_ONLY.has(tool), 'verdict', `verdict of ${tool} can't be allow: only a person can answer it`);
    need(
      !(kind === 'any' && (tool === '*' || tool === 'Bash')),
      'kind',
      "kind any can't allow every command: write a pattern, or set the session's auto-confirm to all for a while",
    );
  }
  return faults;
}

function patternFault({ kind, pattern }: RuleDraft): string | undefined {
  if (CONTROL_IN_LINE.test(pattern)) return 'pattern may not have line ends or other control characters';
  switch (kind) {
    case 'any':
      return pattern === '*'
        ? undefined
        : 'pattern has to be * for the kind any, which is every use of the tool';
    case 'command':
      try {
        commandMatcher(pattern);
        return undefined;
      } catch (error) {
        return `pattern can't be used: ${error instanceof Error ? error.message : String(error)}`;
      }
    case 'path':
      if (pattern.startsWith('re:'))
        return 'pattern of the kind path is a glob, such as docs/**; re: is for commands';
      if (pattern.split('/').includes('..'))
        return 'pattern may not have .. in it: write the place as it is, from / or ~';
      return undefined;
  }
}
