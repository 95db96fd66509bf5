/** How much waits for a person: in the tab's title, and counted for the monitor. */
import { effect } from '@preact/signals';
import { isHandled, waitingOnes } from '../../app/confirmations';
import { needsPerson } from '../../app/labels';
import { state } from '../../app/state';

export function startTitle(): void {
  const name = document.title;
  effect(() => {
    const waiting = waitingPlaces();
    document.title = waiting ? `(${waiting}) ${name}` : name;
  });
}

/** A session that asks, its dialog and the prompt it asks for are one thing. */
export function waitingPlaces(): number {
  /** Names of sessions, numbers of prompts that have none. */
  const places = new Set<string | number>(waitingOnes().map(({ session }) => session));
  for (const session of state.sessions.values()) {
    if (session.status === 'needs_confirmation' && !isHandled(session.name)) places.add(session.name);
  }
  for (const prompt of state.prompts.values()) {
    if (!needsPerson(prompt)) continue;
    const place = prompt.stage === 'indeterminate' ? prompt.id : (prompt.assigned_session ?? prompt.id);
    if (typeof place === 'number' || !isHandled(place)) places.add(place);
  }
  return places.size;
}
