/** The tab's title: how many things wait for a person, to be seen from another tab. */
import { needsPerson } from './labels.js';
import { on, state } from './state.js';

export function startTitle() {
  const name = document.title;
  const show = () => {
    const waiting = waitingPlaces();
    document.title = waiting ? `(${waiting}) ${name}` : name;
  };
  for (const topic of ['state', 'prompt', 'session']) on(topic, show);
}

/** A session that asks and the prompt it asks for are one thing. */
function waitingPlaces() {
  const places = new Set();
  for (const session of state.sessions.values())
    if (session.status === 'needs_confirmation') places.add(session.name);
  for (const prompt of state.prompts.values()) {
    if (needsPerson(prompt))
      places.add(prompt.stage === 'indeterminate' ? prompt.id : (prompt.assigned_session ?? prompt.id));
  }
  return places.size;
}
