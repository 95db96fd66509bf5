/** The dialog of auto-confirm: rules with a trial of commands, recent decisions, trusted directories. */
import type { VNode } from 'preact';
import type { Confirmation } from '../../../../api/document/api-types';
import { clean } from '../../app/clean';
import { Dialog, openDialog } from '../../ui/dialog';
import { Tabs } from '../../ui/tabs';
import { Decisions } from './decisions';
import { openRuleForm, type NewRule } from './rule-form';
import { Rules } from './rules';
import { RuleList } from './rule-list';
import { TrustedDirectories } from './trusted-directories';
import './rules.css';

/** `draft`: fields of a rule to begin with. */
export function openRules(draft?: Partial<NewRule>): void {
  const list = new RuleList();
  void list.read();
  openDialog((close) => <RulesDialog list={list} close={close} />);
  if (draft) openRuleForm({ draft, saved: () => void list.read() });
}

const RulesDialog = ({ list, close }: { list: RuleList; close: () => void }): VNode => (
  <Dialog title="Auto-confirm" class="dialog-rules" onClose={close}>
    <Tabs
      label="Auto-confirm"
      tabs={[
        { id: 'rules', title: 'Rules', content: <Rules list={list} /> },
        { id: 'decisions', title: 'Decisions', content: <Decisions /> },
        { id: 'directories', title: 'Trusted directories', content: <TrustedDirectories /> },
      ]}
    />
  </Dialog>
);

/**
 * Opens the form of a new rule with what a dialog asked for. If a rule asks on purpose, allowing it is not what is
 * offered first: `| sh` may have decided, and would let any download run.
 */
export function openRuleFrom({ agent, tool, rule, ...asked }: Confirmation): void {
  openRules({
    agent,
    tool: tool ?? undefined,
    verdict: rule?.id === 'no-rule' ? 'allow' : 'ask',
    ...patternFrom(asked),
  });
}

/**
 * Rules are compared with the parts of a command line, so the part that decided is taken if it is one of them; its own
 * stars and braces are made plain, so that the rule allows no more than what was seen.
 */
function patternFrom({
  command,
  path,
  evidence,
}: Pick<Confirmation, 'command' | 'path' | 'evidence'>): Pick<NewRule, 'kind' | 'pattern'> {
  if (!command) return path ? { kind: 'path', pattern: plain(path) } : { kind: 'any', pattern: '*' };
  const part = evidence && !evidence.endsWith('...') && command.includes(evidence) ? evidence : command;
  return { kind: 'command', pattern: plain(part) };
}

const plain = (text: string): string =>
  clean(text)
    .text.replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\*{}]/g, '\\$&');
