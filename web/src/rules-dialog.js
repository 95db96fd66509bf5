/**
 * The dialog of auto-confirm: rules with a trial of commands, recent decisions, trusted directories.
 * @import { Confirmation } from '../../api/document/api-types'
 * @import { Body } from '../../api/document/client-types'
 */
import { clean } from './app/clean';
import { recentDecisions } from './decisions';
import { openDialog } from './dialogs';
import { openRuleForm } from './rule-form';
import { rulesPanel } from './rules-panel';
import { tabs } from './tabs';
import { trustedDirectories } from './trusted-directories';

/** @param {Partial<Body<'POST /api/confirm/rules'>>} [draft] fields of a rule to begin with */
export function openRules(draft) {
  const rules = rulesPanel();
  const decisions = recentDecisions();
  const dialog = openDialog(
    { title: 'Auto-confirm', class: 'dialog-rules' },
    ...tabs('Auto-confirm', [
      { id: 'rules', title: 'Rules', content: rules.element },
      { id: 'decisions', title: 'Decisions', content: decisions.element },
      { id: 'directories', title: 'Trusted directories', content: trustedDirectories() },
    ]),
  );
  dialog.addEventListener('close', decisions.end);
  if (draft) openRuleForm({ draft, saved: rules.reload });
}

/**
 * Opens the form of a new rule with what a dialog asked for. Where a rule asks on purpose, allowing it is not
 * what is offered first: `| sh` may have decided, and would let any download run.
 * @param {Confirmation} asked
 */
export function openRuleFrom({ agent, tool, rule, ...asked }) {
  openRules({
    agent,
    tool: tool ?? undefined,
    verdict: rule?.id === 'no-rule' ? 'allow' : 'ask',
    ...patternFrom(asked),
  });
}

/**
 * Rules are compared with the parts of a command line, so the part that decided is taken where it is one of them;
 * its own stars and braces are made plain, so that the rule allows no more than what was seen.
 * @param {Pick<Confirmation, 'command' | 'path' | 'evidence'>} asked
 * @returns {Pick<Body<'POST /api/confirm/rules'>, 'kind' | 'pattern'>}
 */
function patternFrom({ command, path, evidence }) {
  if (!command && !path) return { kind: 'any', pattern: '*' };
  if (!command) return { kind: 'path', pattern: plain(path) };
  const part = evidence && !evidence.endsWith('...') && command.includes(evidence) ? evidence : command;
  return { kind: 'command', pattern: plain(part) };
}

const plain = (text) =>
  clean(text)
    .text.replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\*{}]/g, '\\$&');
