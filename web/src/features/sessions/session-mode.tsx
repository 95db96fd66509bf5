/** What auto-confirm may do in one session: nothing, what the rules allow, or everything for a while. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Session } from '../../../../api/document/api-types';
import { call, messageOf, type Body } from '../../app/api';
import { apply, state } from '../../app/state';
import { Dialog, openDialog } from '../../ui/dialog';
import { NumberField, Options } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { FieldError } from '../../ui/form-state';
import { LiveTime } from '../../ui/time';

type Mode = Session['auto_confirm'];
const MODES: readonly { readonly value: Mode; readonly label: string }[] = [
  { value: 'off', label: 'off' },
  { value: 'safe', label: 'safe (by the rules)' },
  { value: 'all', label: 'all, for a while' },
];
const DEFAULT_MINUTES = 30;
const MAX_MINUTES = 1440;
const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;

const setMode = async (name: string, body: Body<'PUT /api/sessions/:name/auto-confirm'>): Promise<void> =>
  apply('session', await call('PUT /api/sessions/:name/auto-confirm', { params: { name }, body }));

/** The line of a session's card. */
export function SessionMode({ session }: { session: Session }): VNode {
  const { name, auto_confirm: mode, auto_confirm_until: end } = session;
  const problem = useSignal('');
  const id = `mode-${name}`;
  const choose = async (select: HTMLSelectElement): Promise<void> => {
    const wanted = MODES.find(({ value }) => value === select.value);
    // It shows what is in force until the server has taken the other.
    select.value = mode;
    problem.value = '';
    if (wanted?.value === 'all') {
      openDialog((close) => <AllowAll name={name} close={close} />);
      return;
    }
    try {
      if (wanted) await setMode(name, { mode: wanted.value });
    } catch (error) {
      problem.value = messageOf(error);
    }
  };
  const isStopped = state.confirm?.enabled === false && mode !== 'off';
  return (
    <p class="session-mode" data-mode={mode}>
      <label for={id}>Auto-confirm</label>
      <select
        id={id}
        class="mode"
        aria-label={`Auto-confirm of ${name}`}
        value={mode}
        onChange={({ currentTarget }) => void choose(currentTarget)}
      >
        <Options choices={MODES} />
      </select>
      {mode === 'all' && end && (
        <span class="mode-left">
          <LiveTime kind="left" at={end} /> left, until{' '}
          <span>{new Date(end).toLocaleTimeString(undefined, CLOCK)}</span>
        </span>
      )}
      {isStopped && <span class="mode-stopped">stopped: auto-confirm is off</span>}
      <span class="mode-problem" role="alert" hidden={!problem.value}>
        {problem}
      </span>
    </p>
  );
}

/** Everything is approved, so the risk is named and the time is limited before it begins. */
function AllowAll({ name, close }: { name: string; close: () => void }): VNode {
  const form = useForm();
  const minutes = useSignal(String(DEFAULT_MINUTES));
  const allow = async (): Promise<void> => {
    const value = Number(minutes.value || Number.NaN);
    if (!Number.isInteger(value) || value < 1 || value > MAX_MINUTES) {
      throw new FieldError('minutes', `Expected a whole number from 1 to ${MAX_MINUTES}.`);
    }
    await setMode(name, { mode: 'all', minutes: value });
    close();
  };
  return (
    <Dialog title={`Approve everything in ${name}?`} class="dialog-small" onClose={close}>
      <Form id="all-form" class="form dialog-body" state={form} send={allow}>
        <p class="notice notice-bad">
          Every permission this agent asks for is approved unseen: deleting files, pushing, installing,
          running what it downloaded. A text it reads can make it ask for such things. Only what the rules
          deny stays denied.
        </p>
        <NumberField
          id="all-minutes"
          name="minutes"
          label={
            <>
              For how long <span class="unit">min</span>
            </>
          }
          bind={minutes}
          min={1}
          max={MAX_MINUTES}
        />
        <FormMessage />
        <div class="dialog-actions">
          <button type="button" class="button" autoFocus onClick={close}>
            Keep it
          </button>
          <SubmitButton class="button-danger">Approve everything</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
