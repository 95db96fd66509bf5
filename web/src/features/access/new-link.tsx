/** The form for a link that opens the monitor, and nothing else: for a screen at the wall, or somebody without a login. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { type Answer, call } from '../../app/api';
import { openDialog } from '../../ui/dialog';
import { TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { loadTokens } from './load';
import { ShownOnceDialog } from './made-token';
import { TokenEndFields, useTokenEnd } from './token-end';

export function NewLinkForm(): VNode {
  const form = useForm();
  const name = useSignal('');
  const end = useTokenEnd();
  const send = async (): Promise<void> => {
    const body = { name: name.value, expires_at: end.value() };
    const made = await call('POST /api/monitor-links', { body });
    openDialog((close) => <MadeLinkDialog made={made} close={close} />);
    name.value = '';
    await loadTokens();
  };
  return (
    <Form
      id="new-link"
      class="form panel-body access-new"
      state={form}
      send={send}
      label="New link to the monitor"
    >
      <h3>New link to the monitor</h3>
      <p class="muted">
        Whoever opens it sees the monitor, read-only, and nothing else. It needs no login, and closes the
        screens that it has opened when it ends or is revoked.
      </p>
      <div class="field-row field-row-wraps">
        <TextField {...{ id: 'link-name', name: 'name', label: 'Screen that it is for', bind: name }} />
        <TokenEndFields id="link" end={end} />
      </div>
      <SubmitButton>Make a link</SubmitButton>
      <FormMessage />
    </Form>
  );
}

interface MadeLinkProps {
  readonly made: Answer<'POST /api/monitor-links'>;
  readonly close: () => void;
}

function MadeLinkDialog({ made: { name, addresses }, close }: MadeLinkProps): VNode {
  const [first = '', ...others] = addresses;
  return (
    <ShownOnceDialog title={`Link ${name}`} what="the link" secret={first} close={close}>
      Open it in the browser of that screen.
      {others.length > 0 && ' It also works at the dashboard’s own port.'}
    </ShownOnceDialog>
  );
}
