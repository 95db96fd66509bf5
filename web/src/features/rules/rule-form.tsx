/** The form of one rule: a new one or one of the person's own. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Rule } from '../../../../api/document/api-types';
import { call, type Body } from '../../app/api';
import { Dialog, openDialog } from '../../ui/dialog';
import { SelectField, TextField, type Choice } from '../../ui/fields';
import { RulePreview } from './rule-preview';
import { Field, Form, FormMessage, SubmitButton, useForm } from '../../ui/form';

export type NewRule = Body<'POST /api/confirm/rules'>;

const KINDS: readonly Choice[] = [
  { value: 'command', label: 'A command' },
  { value: 'path', label: 'A file, directory or host' },
  { value: 'any', label: 'Every use of the tool' },
];
const VERDICTS: readonly Choice[] = [
  { value: 'allow', label: 'Allow: answered without a person' },
  { value: 'ask', label: 'Ask: a person answers' },
  { value: 'deny', label: 'Deny: never done' },
];
const HINTS: Readonly<Record<string, string>> = {
  command:
    'All of a simple command: * is any text, {a,b} one of these, a backslash makes the next sign plain; re: begins a regular expression.',
  path: 'A glob: docs/*.md is below the working directory, *.md at any depth, ~/notes/** and /etc/* elsewhere.',
  any: 'Always * for every use.',
};
const NEW = { agent: '*', tool: 'Bash', kind: 'command', pattern: '', verdict: 'allow', note: '' } as const;

interface RuleFormProps {
  /** It is changed; without it a new one begins as `draft`. */
  readonly rule?: Rule;
  readonly draft?: Partial<NewRule>;
  readonly saved: () => void;
}

export const openRuleForm = (props: RuleFormProps): void =>
  void openDialog((close) => (
    <Dialog title={props.rule ? `Rule ${props.rule.id}` : 'New rule'} onClose={close}>
      <RuleForm {...props} close={close} />
    </Dialog>
  ));

function RuleForm({ rule, draft, saved, close }: RuleFormProps & { close: () => void }): VNode {
  const form = useForm();
  const start = { ...NEW, ...draft, ...rule };
  const agent = useSignal(start.agent ?? NEW.agent);
  const tool = useSignal(start.tool ?? NEW.tool);
  const kind = useSignal<string>(start.kind ?? NEW.kind);
  const pattern = useSignal(start.pattern);
  const verdict = useSignal<string>(start.verdict);
  const note = useSignal(start.note ?? NEW.note);
  const position = useSignal(String(rule?.position ?? draft?.position ?? ''));
  const written = (): NewRule => {
    const words = { agent, tool, kind, pattern, verdict, note };
    const trimmed = Object.fromEntries(
      Object.entries(words).map(([name, { value }]) => [name, value.trim()]),
    );
    const place = position.value === '' ? {} : { position: Number(position.value) };
    // The server checks what a person wrote; the names are those of its fields.
    return { ...trimmed, ...place } as NewRule;
  };
  const send = async (): Promise<void> => {
    const body = written();
    if (rule) {
      const change = { ...body, enabled: rule.enabled };
      await call('PUT /api/confirm/rules/:id', { params: { id: rule.id }, body: change });
    } else await call('POST /api/confirm/rules', { body });
    close();
    saved();
  };
  return (
    <Form id="rule-form" class="form dialog-body" state={form} send={send}>
      <div class="field-row">
        <TextField {...named('agent')} label="Agent" bind={agent} hint="* is any agent." />
        <TextField {...named('tool')} label="Tool" bind={tool} hint="Such as Bash, Edit, mcp__github__*." />
      </div>
      <SelectField
        {...named('kind')}
        label="What it names"
        bind={kind}
        choices={KINDS}
        onChange={(value) => {
          if (value === 'any') pattern.value = '*';
        }}
      />
      <TextField
        {...named('pattern')}
        class="mono"
        label="Pattern"
        bind={pattern}
        hint={HINTS[kind.value]}
        autoFocus
      />
      <SelectField {...named('verdict')} label="Verdict" bind={verdict} choices={VERDICTS} />
      <TextField
        {...named('note')}
        label="Note"
        bind={note}
        hint="Why; shown with every decision it makes."
      />
      <Field
        {...named('position')}
        label="Position"
        hint="The lower one decides if two fit. Empty: after what is never done, before all else."
      >
        {(control) => (
          <input
            {...control}
            type="number"
            step="any"
            value={position.value}
            onInput={({ currentTarget }) => (position.value = currentTarget.value)}
          />
        )}
      </Field>
      {!rule && <RulePreview draft={written()} />}
      <FormMessage />
      <div class="dialog-actions">
        <SubmitButton>{rule ? 'Save rule' : 'Add rule'}</SubmitButton>
      </div>
    </Form>
  );
}

/** A control that is named as its field of the request. */
const named = (name: keyof NewRule) => ({ id: `rule-${name}`, name });
