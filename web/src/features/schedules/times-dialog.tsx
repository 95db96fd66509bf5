/** When something is started by itself. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { Dialog } from '../../ui/dialog';
import { lengthFrom, lengthText } from '../../ui/duration';
import { TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { keep, type Schedule } from './load';

interface TimesDialogProps {
  readonly schedule: Schedule;
  readonly close: () => void;
}

export function TimesDialog({ schedule: { id, times, own_times: own }, close }: TimesDialogProps): VNode {
  const form = useForm();
  const interval = useSignal(times.interval_seconds === null ? '' : lengthText(times.interval_seconds));
  const cron = useSignal(times.cron ?? '');
  const send = async (submitter: string): Promise<void> => {
    const length = interval.value.trim();
    const body =
      submitter === 'default'
        ? { cron: null }
        : {
            ...(length !== '' && { interval: lengthFrom(length) }),
            ...(cron.value.trim() !== '' && { cron: cron.value }),
          };
    keep(await call('PATCH /api/schedules/:id', { params: { id }, body }));
    close();
  };
  return (
    <Dialog title={`Times of ${id}`} class="dialog-small" onClose={close}>
      <Form id="times-form" class="form dialog-body" state={form} send={send}>
        <p>Now {times.in_words}. Give one of the two.</p>
        <TextField
          id="times-interval"
          name="interval"
          label="Every"
          hint="Seconds, or a length like 90s, 5m, 1h, 1d."
          bind={interval}
        />
        <TextField
          id="times-cron"
          name="cron"
          label="Cron"
          hint="Minute, hour, day, month, day of the week; local time."
          bind={cron}
        />
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton>Save</SubmitButton>
          <SubmitButton class="" value="default">
            Default: {own.in_words}
          </SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
