/** The dialog of one reported error, which a search may lead to. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ReportedError } from '../../../../api/document/api-types';
import { call, messageOf } from '../../app/api';
import { Dialog, openDialog } from '../../ui/dialog';
import { FixedTime } from '../../ui/time';

export const openError = (id: number): void => {
  openDialog((close) => <ErrorDialog id={id} onClose={close} />);
};

function ErrorDialog({ id, onClose }: { readonly id: number; readonly onClose: () => void }): VNode {
  const error = useSignal<ReportedError | null>(null);
  const fault = useSignal('');
  useEffect(() => {
    call('GET /api/errors/:id', { params: { id } }).then(
      (read) => (error.value = read),
      (reason: unknown) => (fault.value = messageOf(reason)),
    );
  }, [id, error, fault]);
  return (
    <Dialog title={`Error #${id}`} class="dialog-work" onClose={onClose}>
      <div class="dialog-body found-error">
        {fault.value ? (
          <p role="alert">{fault.value}</p>
        ) : error.value ? (
          <Facts {...error.value} />
        ) : (
          'Reading…'
        )}
      </div>
    </Dialog>
  );
}

function Facts({ message, status, level, source, count, last_seen: at, stack }: ReportedError): VNode {
  return (
    <>
      <p>
        <strong>{message}</strong>
      </p>
      <p class="muted">
        {`${status}, ${level}, from ${source}; seen ${count} times, last `}
        {at ? <FixedTime at={at} /> : 'never'}
      </p>
      {stack && (
        <pre tabIndex={0} aria-label="Stack">
          {stack}
        </pre>
      )}
    </>
  );
}
