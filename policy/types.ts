/** The policy's words are shared with the record and the API. */
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
} from '../workflows/contracts/policy';
