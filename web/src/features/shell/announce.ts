/** Tells screen readers what changed, in few words: only ends of prompts and sessions that stop. What needs a person is told by its list. */
import { isSettled, promptLook, sessionLook } from '../../app/labels';
import { on } from '../../app/state';
import { announce } from '../../ui/announcer';

const SPOKEN_SESSION_STATES: readonly string[] = ['exited', 'limited'];

export function startAnnouncing(): void {
  on('prompt', (prompt, previous) => {
    if (!previous || previous.stage === prompt.stage) return;
    if (!isSettled(prompt)) return;
    announce(`Prompt ${prompt.id}: ${promptLook(prompt).label}. ${prompt.reason ?? ''}`);
  });
  on('session', (session, previous) => {
    if (!session || previous?.status === session.status || !SPOKEN_SESSION_STATES.includes(session.status))
      return;
    announce(`Session ${session.name}: ${sessionLook(session.status).label}. ${session.reason ?? ''}`);
  });
}
