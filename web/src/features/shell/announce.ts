/** Tells screen readers what changed, in few words: only ends of prompts and things that wait for a person. */
import { isHandled } from '../../app/confirmations';
import { isSettled, needsPerson, promptLook, sessionLook } from '../../app/labels';
import { on } from '../../app/state';
import { announce } from '../../ui/announcer';

const SPOKEN_SESSION_STATES: readonly string[] = ['needs_confirmation', 'exited', 'limited'];

export function startAnnouncing(): void {
  on('prompt', (prompt, previous) => {
    if (!previous || previous.stage === prompt.stage) return;
    if (!isSettled(prompt) && !needsPerson(prompt)) return;
    if (needsPerson(prompt) && isHandled(prompt.assigned_session ?? '')) return;
    announce(`Prompt ${prompt.id}: ${promptLook(prompt).label}. ${prompt.reason ?? ''}`);
  });
  on('session', (session, previous) => {
    if (!session || previous?.status === session.status || !SPOKEN_SESSION_STATES.includes(session.status))
      return;
    if (session.status === 'needs_confirmation' && isHandled(session.name)) return;
    announce(`Session ${session.name}: ${sessionLook(session.status).label}. ${session.reason ?? ''}`);
  });
}
