/** May an agent do what it asks for? See `types.ts` for the words, `decide.ts` for the way. */
export { decide } from './decide';
export { DEFAULT_RULES } from './default-rules';
export { validateRule } from './validate';
export {
  RULE_KINDS,
  VERDICTS,
  type Decision,
  type Request,
  type Rule,
  type RuleDraft,
  type RuleFault,
  type RuleKind,
  type Verdict,
} from './types';
