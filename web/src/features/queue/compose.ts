/** The form that queues a prompt, wherever the page has it: in a panel, or in a dialog that opens when it is wanted. */
import type { Prompt } from '../../app/state';

/** Shows the form, with the focus in it. */
export async function compose(): Promise<void> {
  const { showComposer } = await import('./compose-dialog');
  showComposer();
}

/** Shows it for the answer to what an agent asked back. */
export async function answerIn(prompt: Pick<Prompt, 'id' | 'assigned_session'>): Promise<void> {
  const { prepareAnswer, showComposer } = await import('./compose-dialog');
  prepareAnswer(prompt);
  showComposer();
}
