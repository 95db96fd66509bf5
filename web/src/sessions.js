/** The sessions panel. */
import { call } from './app/api';
import { confirmAction } from './dialogs';
import { find, oncePerFrame, reconcile, setAttribute, setText } from './dom';
import { openExplanation } from './explain';
import { openScreen } from './screen';
import { sessionCard } from './session-card';
import { openSessionEdit } from './session-edit';
import { openSessionForm } from './session-form';
import { onAny, sortedSessions, state } from './app/state';

const actions = { view: openScreen, why: openExplanation, edit, end: endSession, takeOver };

export function startSessions() {
  find('#session-new').addEventListener('click', () => openSessionForm(say));
  find('#sessions-up').addEventListener('click', (event) => makeStandardSessions(event.currentTarget));
  const refresh = oncePerFrame(show);
  onAny(['state', 'session', 'prompt', 'confirmation', 'confirm'], refresh);
}

function show() {
  const sessions = sortedSessions();
  setText(find('#sessions-count'), sessions.length ? String(sessions.length) : '');
  find('#sessions-empty').hidden = sessions.length > 0;
  reconcile(
    find('#sessions-list'),
    sessions,
    (session) => session.name,
    (session) => sessionCard(session, actions),
  );
}

/** The panel's own line for how an action went. */
function say(text, tone = 'ok') {
  const line = find('#sessions-message');
  setText(line, text);
  setAttribute(line, 'data-tone', tone);
  line.hidden = !text;
}

async function makeStandardSessions(button) {
  button.disabled = true;
  say('Making the sessions…');
  try {
    const { created, existing, provider } = await call('POST /api/sessions/up');
    const names = created.map((session) => session.name).join(', ');
    if (created.length) say(`Made ${names} with ${provider}.`);
    else say(`All ${existing.length} standard sessions exist already.`);
  } catch (error) {
    say(error.message, 'bad');
  } finally {
    button.disabled = false;
  }
}

/** @param {string} name */
function edit(name) {
  const session = state.sessions.get(name);
  if (session) openSessionEdit(session, say);
}

/** @param {string} name */
async function endSession(name) {
  const task = state.sessions.get(name)?.current_task_id;
  const loss = task ? ` Prompt #${task} is being worked on there and is interrupted.` : '';
  const sure = await confirmAction({
    title: `End ${name}?`,
    text: `The tmux session, the agent and everything else that runs in it are stopped.${loss}`,
    action: 'End session',
  });
  if (!sure) return;
  try {
    await call('DELETE /api/sessions/:name', { params: { name } });
    say(`Ended ${name}.`);
  } catch (error) {
    say(error.message, 'bad');
  }
}

/** @param {string} name */
async function takeOver(name) {
  const sure = await confirmAction({
    title: `Take over ${name}?`,
    text: `${state.sessions.get(name)?.owner ?? 'Another dashboard'} no longer types or answers there afterwards.`,
    action: 'Take over',
  });
  if (!sure) return;
  try {
    await call('POST /api/sessions/:name/take-over', { params: { name } });
    say(`${name} belongs to this dashboard now.`);
  } catch (error) {
    say(error.message, 'bad');
  }
}
