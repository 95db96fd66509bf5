/** The settings of a project's GitHub. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { call } from '../../app/api';
import { TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import type { Github } from './github';

interface Props {
  readonly projectId: number;
  /** null: it is being read. */
  readonly github: Github | null;
  readonly onSaved: (saved: Github) => void;
}

export function GithubSettings({ projectId, github, onSaved }: Props): VNode {
  const isAutomatic = useSignal(false);
  const secret = useSignal('');
  const remote = useSignal('');
  const isRead = useSignal(false);
  const form = useForm();
  // What a person is writing stays: only the first reading and what was saved fill it in.
  useEffect(() => {
    if (github && !isRead.peek()) fill(github);
  });
  function fill(known: Github): void {
    isRead.value = true;
    isAutomatic.value = known.auto_pull_request;
    secret.value = known.secret;
    remote.value = known.remote;
  }
  const save = async (): Promise<void> => {
    if (!isRead.value) return;
    const body = {
      auto_pull_request: isAutomatic.value,
      // What is left empty becomes the usual one.
      secret: secret.value.trim() || null,
      remote: remote.value.trim() || null,
    };
    const saved = await call('PUT /api/projects/:id/github', { params: { id: projectId }, body });
    fill(saved);
    onSaved(saved);
  };
  return (
    <Form class="form dialog-body github-settings" id="github-form" label="Settings" state={form} send={save}>
      <div class="field">
        <label for="github-auto" class="check">
          <input
            type="checkbox"
            id="github-auto"
            name="auto_pull_request"
            checked={isAutomatic.value}
            onChange={({ currentTarget }) => (isAutomatic.value = currentTarget.checked)}
          />
          {' Pull request when a feature is done'}
        </label>
      </div>
      <div class="field-row">
        <TextField
          id="github-secret"
          name="secret"
          label="Secret with the token"
          hint="Its name in the vault."
          placeholder="GITHUB_TOKEN"
          bind={secret}
        />
        <TextField
          id="github-remote"
          name="remote"
          label="Remote"
          hint="Of the checkout at the source path."
          placeholder="origin"
          bind={remote}
        />
      </div>
      <FormMessage />
      <div class="dialog-actions">
        <SubmitButton disabled={!isRead.value}>Save settings</SubmitButton>
      </div>
    </Form>
  );
}
