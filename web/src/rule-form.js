/**
 * The form of one rule: a new one or one of the person's own.
 * @import { Rule } from '../../api/document/api-types'
 * @import { Body } from '../../api/document/client-types'
 */
import { call } from './app/api';
import { openDialog } from './dialogs';
import { h } from './dom';
import { onSubmit } from './fields';
import { choice, labelled, plainInput } from './form-fields';

/** @type {{ value: NonNullable<NewRule['kind']>, label: string }[]} */
const KINDS = [
  { value: 'command', label: 'A command' },
  { value: 'path', label: 'A file, directory or host' },
  { value: 'any', label: 'Every use of the tool' },
];
/** @type {{ value: NewRule['verdict'], label: string }[]} */
const VERDICTS = [
  { value: 'allow', label: 'Allow: answered without a person' },
  { value: 'ask', label: 'Ask: a person answers' },
  { value: 'deny', label: 'Deny: never done' },
];
const HINTS = {
  command:
    'All of a simple command: * is any text, {a,b} one of these, a backslash makes the next sign plain; re: begins a regular expression.',
  path: 'A glob: docs/*.md is below the working directory, *.md at any depth, ~/notes/** and /etc/* elsewhere.',
  any: 'Always * for every use.',
};
/** @type {NewRule} */
const NEW = { agent: '*', tool: 'Bash', kind: 'command', pattern: '', verdict: 'allow', note: '' };

/** @typedef {Body<'POST /api/confirm/rules'>} NewRule */

/** @param {{ rule?: Rule, draft?: Partial<NewRule>, saved: () => void }} what `rule` is changed, or a new one begins as `draft` */
export function openRuleForm({ rule, draft, saved }) {
  const start = { ...NEW, ...draft, ...rule };
  const pattern = plainInput({ ...named('pattern'), value: start.pattern, class: 'mono' });
  const kind = choice(named('kind'), KINDS, start.kind);
  const patternField = labelled('Pattern', pattern, HINTS[start.kind]);
  const form = h(
    'form',
    { class: 'form dialog-body', id: 'rule-form', novalidate: true },
    h(
      'div',
      { class: 'field-row' },
      labelled('Agent', plainInput({ ...named('agent'), value: start.agent }), '* is any agent.'),
      labelled(
        'Tool',
        plainInput({ ...named('tool'), value: start.tool }),
        'Such as Bash, Edit, mcp__github__*.',
      ),
    ),
    labelled('What it names', kind),
    patternField,
    labelled('Verdict', choice(named('verdict'), VERDICTS, start.verdict)),
    labelled(
      'Note',
      h('input', { ...named('note'), value: start.note ?? '' }),
      'Why; shown with every decision it makes.',
    ),
    labelled(
      'Position',
      h('input', {
        ...named('position'),
        type: 'number',
        step: 'any',
        value: start.position,
      }),
      'The lower one decides where two fit. Empty: after what is never done, before all else.',
    ),
    h('p', { class: 'form-message', role: 'status' }),
    h(
      'div',
      { class: 'dialog-actions' },
      h('button', { type: 'submit', class: 'button button-primary' }, rule ? 'Save rule' : 'Add rule'),
    ),
  );
  kind.addEventListener('change', () => {
    patternField.querySelector('.hint').textContent = HINTS[kind.value];
    if (kind.value === 'any') pattern.value = '*';
  });
  const dialog = openDialog({ title: rule ? `Rule ${rule.id}` : 'New rule' }, form);
  pattern.focus();
  onSubmit(form, async () => {
    const body = readBody(form);
    if (rule) {
      const change = { ...body, enabled: rule.enabled };
      await call('PUT /api/confirm/rules/:id', { params: { id: rule.id }, body: change });
    } else await call('POST /api/confirm/rules', { body });
    dialog.close();
    saved();
  });
}

/** A control that is named as its field of the request. @param {keyof NewRule} name */
const named = (name) => ({ id: `rule-${name}`, name });

/** @returns {NewRule} */
function readBody(form) {
  const { position, ...fields } = Object.fromEntries(new FormData(form));
  const trimmed = Object.entries(fields).map(([name, value]) => [name, String(value).trim()]);
  return { ...Object.fromEntries(trimmed), ...(position === '' ? {} : { position: Number(position) }) };
}
