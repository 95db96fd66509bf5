/** The sessions panel. */
import { effect, signal } from '@preact/signals';
import type { VNode } from 'preact';
import { onHash } from '../../app/address';
import { call, messageOf } from '../../app/api';
import { sortedSessions, state } from '../../app/state';
import { Actions } from '../../ui/actions';
import { confirmAction } from '../../ui/dialog';
import { find } from '../../ui/dom';
import { mount } from '../../ui/mount';
import { PanelMessage } from '../../ui/panel-message';
import { SessionCard, type SessionActions } from './session-card';
import { Hosts, readHosts } from './hosts';
import { editSession, explain, newSession, viewScreen } from './open';
import { LazyTiles, startView, view, ViewChoice } from './view';

/** The panel's own line for how an action went. */
const said = signal<{ text: string; tone: 'ok' | 'bad' } | null>(null);
const say = (text: string, tone: 'ok' | 'bad' = 'ok'): void => void (said.value = { text, tone });
const actions = new Actions((error) => say(messageOf(error), 'bad'));

export function startSessions(): void {
  startView();
  mount(<Sessions />, find('#sessions', HTMLElement));
  readHosts();
  onHash(/^#\/new$/, () => newSession(say));
  onHash(/^#\/session\/(.+)$/, ([, name = '']) => focusSession(decodeURIComponent(name)));
}

/** Once it is known: the sessions come with the stream. */
function focusSession(name: string): void {
  const end = effect(() => {
    if (!state.sessions.has(name)) return;
    requestAnimationFrame(() => {
      end();
      const card = document.querySelector<HTMLElement>(`[data-session="${CSS.escape(name)}"]`);
      card?.scrollIntoView({ block: 'center' });
      card?.querySelector('button')?.focus({ preventScroll: true });
    });
  });
}

function Sessions(): VNode {
  const sessions = sortedSessions();
  return (
    <>
      <div class="panel-head">
        <h2 id="sessions-title">
          Sessions{' '}
          <span class="count" id="sessions-count">
            {sessions.length || ''}
          </span>
        </h2>
        <div class="panel-actions">
          <ViewChoice />
          <StandardSessions />
          <button class="button button-small" type="button" id="session-new" onClick={() => newSession(say)}>
            New session
          </button>
        </div>
      </div>
      <PanelMessage id="sessions-message" {...said.value} />
      <Hosts />
      {view.value === 'tiles' && sessions.length > 0 ? (
        <LazyTiles sessions={sessions} />
      ) : (
        <ul id="sessions-list" class="sessions" data-list>
          {sessions.map((session) => (
            <SessionCard key={session.name} session={session} actions={ACTIONS} />
          ))}
        </ul>
      )}
      {sessions.length === 0 && (
        <div id="sessions-empty" class="empty">
          <p>
            <strong>No sessions yet.</strong>
          </p>
          <p>
            “Make the standard sessions” starts four tmux sessions with the agent found on this machine. Or
            start one of your own with “New session”.
          </p>
        </div>
      )}
    </>
  );
}

function StandardSessions(): VNode {
  const make = async (): Promise<void> => {
    say('Making the sessions…');
    const { created, existing, provider } = await call('POST /api/sessions/up');
    const names = created.map(({ name }) => name).join(', ');
    if (created.length) say(`Made ${names} with ${provider}.`);
    else say(`All ${existing.length} standard sessions exist already.`);
  };
  return (
    <button
      class="button button-small"
      type="button"
      id="sessions-up"
      disabled={actions.isBusy('up')}
      onClick={actions.press(make, 'up')}
    >
      Make the standard sessions
    </button>
  );
}

const ACTIONS: SessionActions = {
  view: viewScreen,
  why: explain,
  edit(name) {
    const session = state.sessions.get(name);
    if (session) editSession(session, say);
  },
  end(name) {
    const prompt = state.sessions.get(name)?.current_task_id;
    const loss = prompt ? ` Prompt #${prompt} is being worked on there and is interrupted.` : '';
    void actAfter(
      {
        title: `End ${name}?`,
        text: `The tmux session, the agent and everything else that runs in it are stopped.${loss}`,
        action: 'End session',
      },
      () => call('DELETE /api/sessions/:name', { params: { name } }),
      `Ended ${name}.`,
    );
  },
  takeOver(name) {
    const owner = state.sessions.get(name)?.owner ?? 'Another dashboard';
    void actAfter(
      {
        title: `Take over ${name}?`,
        text: `${owner} no longer types or answers there afterwards.`,
        action: 'Take over',
      },
      () => call('POST /api/sessions/:name/take-over', { params: { name } }),
      `${name} belongs to this dashboard now.`,
    );
  },
};

const actAfter = (
  question: Parameters<typeof confirmAction>[0],
  act: () => Promise<unknown>,
  done: string,
): Promise<void> =>
  actions.run(async () => {
    if (!(await confirmAction(question))) return;
    await act();
    say(done);
  }, done);
