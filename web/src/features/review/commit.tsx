/** Commits the chosen files. */
import { signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { readable } from '../../app/clean';
import { Dialog, openDialog } from '../../ui/dialog';
import { Field, Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { FieldError } from '../../ui/form-state';
import { counted } from '../../ui/text';
import { chosenFiles, read, review, sessionName } from './model';
import { saidTwice } from './twice';

/** Of the last commit that was made here: a pull request begins with it. */
export const lastMessage = signal('');
/** So many are named. */
const MOST_NAMED = 12;

export const openCommit = (said: (text: string) => void): void =>
  void openDialog((close) => <CommitDialog close={close} said={said} />);

function CommitDialog({ close, said }: { close: () => void; said: (text: string) => void }): VNode {
  const form = useForm();
  const message = useSignal('');
  const files = chosenFiles.value;
  const { head = null, branch = null } = review.value ?? {};
  const commit = async (): Promise<void> => {
    if (!message.value.trim()) throw new FieldError('message', 'Say what it changes, and why.');
    const body = {
      files: files.map(({ path, version }) => ({ path, version })),
      head,
      message: message.value,
    };
    const made = await saidTwice(
      (isSaidTwice) =>
        call('POST /api/sessions/:name/review/commit', {
          params: { name: sessionName },
          body: { ...body, while_at_work: isSaidTwice },
        }),
      { title: 'Commit all the same?', action: 'Commit' },
    );
    if (made === undefined) return;
    lastMessage.value = message.value.trim();
    said(`Committed ${counted(files.length, 'file')} as ${made.commit.slice(0, 10)}.`);
    close();
    void read();
  };
  return (
    <Dialog title={`Commit ${counted(files.length, 'file')}`} id="review-commit-dialog" onClose={close}>
      <Form id="review-commit" class="form dialog-body" state={form} send={commit}>
        <Field
          id="review-message"
          name="message"
          label="Message"
          hint={`${branch === null ? 'No branch is checked out: the commit belongs to none' : `To ${branch}`}, by whom the settings of the repository name. Its hooks are not run, and nothing is signed.`}
        >
          {(control) => (
            <textarea
              {...control}
              rows={4}
              autoFocus
              value={message.value}
              onInput={({ currentTarget }) => (message.value = currentTarget.value)}
            />
          )}
        </Field>
        <ul class="review-chosen mono">
          {files.slice(0, MOST_NAMED).map(({ path }) => (
            <li key={path}>{readable(path)}</li>
          ))}
          {files.length > MOST_NAMED && <li>and {files.length - MOST_NAMED} more</li>}
        </ul>
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton class="button-primary">Commit</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
