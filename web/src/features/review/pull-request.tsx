/** Pushes the branch, and opens a pull request of it. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { Dialog, openDialog } from '../../ui/dialog';
import { TextField } from '../../ui/fields';
import { Field, Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { FieldError } from '../../ui/form-state';
import { firstLine } from '../../ui/text';
import { linkTarget } from '../receipt/links';
import { lastMessage } from './commit';
import { review, sessionName } from './model';

export const openPullRequest = (): void => void openDialog((close) => <PullRequestDialog close={close} />);

function PullRequestDialog({ close }: { close: () => void }): VNode {
  const form = useForm();
  const subject = firstLine(lastMessage.peek());
  const title = useSignal(subject);
  const body = useSignal(lastMessage.peek().slice(subject.length).trim());
  const base = useSignal('');
  const branch = review.value?.branch ?? '';
  const make = async (): Promise<void> => {
    if (!title.value.trim()) throw new FieldError('title', 'Give it a title.');
    const made = await call('POST /api/sessions/:name/review/pull-request', {
      params: { name: sessionName },
      body: { title: title.value.trim(), body: body.value, base: base.value.trim() || null },
    });
    const target = linkTarget(made.url, made.url);
    form.say(
      <span>
        {made.created ? 'Opened' : 'There was an open one, which has the branch now:'}{' '}
        {target === null ? (
          `#${made.number}`
        ) : (
          <a href={target.href} rel="noreferrer">
            {made.repository}#{made.number}
          </a>
        )}
      </span>,
    );
  };
  return (
    <Dialog title="Open a pull request" id="review-pull-dialog" onClose={close}>
      <Form id="review-pull" class="form dialog-body" state={form} send={make}>
        <p class="muted">
          The branch {branch} is pushed as it is committed, with the remote and the token of the project.
        </p>
        <TextField id="pull-title" name="title" label="Title" bind={title} autoFocus />
        <Field id="pull-body" name="body" label="Text">
          {(control) => (
            <textarea
              {...control}
              rows={4}
              value={body.value}
              onInput={({ currentTarget }) => (body.value = currentTarget.value)}
            />
          )}
        </Field>
        <TextField
          id="pull-base"
          name="base"
          label="Goes to"
          bind={base}
          hint="A branch; empty: the main one of the repository."
        />
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton class="button-primary">Push and open</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
