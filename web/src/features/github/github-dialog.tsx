/** The dialog of a project's GitHub: its issues come in, pull requests of its features go out. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Project } from '../../../../api/document/api-types';
import { call, messageOf } from '../../app/api';
import { useActions } from '../../ui/actions';
import { Dialog, openDialog } from '../../ui/dialog';
import { PanelMessage } from '../../ui/panel-message';
import type { Github } from './github';
import { GithubFacts } from './github-facts';
import { GithubSettings } from './github-settings';

interface Props {
  readonly project: Pick<Project, 'id' | 'name'>;
  /** Issues came in. */
  readonly onImported: () => void;
  readonly onClose: () => void;
}

export const openGithub = (project: Props['project'], onImported: () => void): void => {
  openDialog((close) => <GithubDialog {...{ project, onImported }} onClose={close} />);
};

function GithubDialog({ project: { id, name }, onImported, onClose }: Props): VNode {
  const github = useSignal<Github | null>(null);
  const said = useSignal<{ text: string; tone: 'ok' | 'bad' }>({ text: '', tone: 'ok' });
  const isAll = useSignal(false);
  const say = (text: string, tone: 'ok' | 'bad' = 'ok'): void => {
    said.value = { text, tone };
  };
  const actions = useActions((error) => say(messageOf(error), 'bad'));
  const read = async (): Promise<void> => {
    try {
      github.value = await call('GET /api/projects/:id/github', { params: { id } });
    } catch (error) {
      say(messageOf(error), 'bad');
    }
  };
  const runImport = async (): Promise<void> => {
    say('Importing the issues…');
    try {
      say(await importIssues(id, isAll.value));
      onImported();
    } finally {
      await read();
    }
  };
  // oxlint-disable-next-line react/exhaustive-deps -- once, when it opens
  useEffect(() => void read(), []);
  return (
    <Dialog title={`GitHub: ${name}`} class="dialog-github" onClose={onClose}>
      <PanelMessage {...said.value} />
      <div class="dialog-body github-facts">
        {github.value ? <GithubFacts github={github.value} onLeave={onClose} /> : 'Reading…'}
      </div>
      <div class="github-import">
        <button
          type="button"
          class="button"
          autoFocus
          disabled={actions.isBusy()}
          onClick={actions.press(runImport)}
        >
          Import now
        </button>
        <button type="button" class="button button-quiet" onClick={() => void read()}>
          Look again
        </button>
        <label for="github-full" class="check">
          <input
            type="checkbox"
            id="github-full"
            checked={isAll.value}
            onChange={({ currentTarget }) => (isAll.value = currentTarget.checked)}
          />
          {' all issues, not only what changed since the last import'}
        </label>
      </div>
      <GithubSettings
        projectId={id}
        github={github.value}
        onSaved={(saved) => {
          github.value = saved;
          say('Saved the settings.');
        }}
      />
    </Dialog>
  );
}

/** @returns how it went, in words */
async function importIssues(id: number, isAll: boolean): Promise<string> {
  const { created, updated, state } = await call('POST /api/projects/:id/github/import', {
    params: { id },
    body: { full: isAll },
  });
  return state === 'running'
    ? 'It takes longer and goes on by itself: “Look again” shows how it ended.'
    : `Imported: ${created} made, ${updated} changed.`;
}
