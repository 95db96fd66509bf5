/** Tries a command against the rules; nothing is run. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call, type Answer, type Body } from '../../app/api';
import { ruleWords, verdictLook } from '../../app/confirmations';
import { sortedSessions, state } from '../../app/state';
import { Badge } from '../../ui/badge';
import { choicesOf, SelectField, TextField } from '../../ui/fields';
import { Form, FormMessage, useForm } from '../../ui/form';

type Judgement = Answer<'POST /api/confirm/test'>;

/** Shows a rule in the list of rules. */
type Find = (id: string | number) => void;

export function RuleTrial({ find }: { find: Find }): VNode {
  const form = useForm();
  const names = sortedSessions().map(({ name }) => name);
  const subject = useSignal('');
  const tool = useSignal('Bash');
  const session = useSignal(names[0] ?? '');
  const directory = useSignal('');
  const judged = useSignal<Judgement | null>(null);
  const send = async (): Promise<void> => {
    judged.value = null;
    const agent = state.sessions.get(session.value)?.provider;
    // Tools that aren't the shell are judged by the file or page they name.
    const body = {
      tool: tool.value.trim(),
      [tool.value.trim() === 'Bash' ? 'command' : 'path']: subject.value.trim(),
      ...(names.length ? { session: session.value } : { working_dir: directory.value.trim() }),
      ...(agent && { agent }),
    } satisfies Body<'POST /api/confirm/test'>;
    judged.value = await call('POST /api/confirm/test', { body });
  };
  return (
    <Form id="try-form" class="try" state={form} send={send}>
      <TextField
        id="try-subject"
        name="command"
        label="Try a command"
        placeholder="git status && rm -rf build"
        bind={subject}
      />
      <TextField id="try-tool" name="tool" label="Tool" bind={tool} />
      {names.length ? (
        <SelectField
          id="try-session"
          name="session"
          label="In session"
          bind={session}
          choices={choicesOf(names)}
        />
      ) : (
        <TextField
          id="try-dir"
          name="working_dir"
          label="In directory"
          placeholder="/home/me/app"
          bind={directory}
        />
      )}
      <button type="submit" class="button button-primary" data-reads>
        Try
      </button>
      <FormMessage />
      <div class="try-result" role="status">
        {judged.value && <Verdict judged={judged.value} find={find} />}
      </div>
    </Form>
  );
}

const ANSWERED: Readonly<Record<string, string>> = {
  approve: 'approved without a person',
  deny: 'denied without a person',
  ask: 'left to a person',
};

function Verdict({ judged, find }: { judged: Judgement; find: Find }): VNode {
  const { verdict, rule, reason, evidence, answered } = judged;
  const name = ruleWords({ rule });
  return (
    <>
      <p>
        <Badge look={verdictLook(verdict)} /> {reason} (
        {typeof rule.id === 'number' ? (
          <button type="button" class="link-button" onClick={() => find(rule.id)}>
            {name}
          </button>
        ) : (
          name
        )}
        )
      </p>
      {evidence && (
        <p class="muted">
          Decided by: <code>{evidence}</code>
        </p>
      )}
      <p class="muted">In mode safe: {ANSWERED[answered] ?? answered}</p>
    </>
  );
}
