/** What changes files while an agent may be writing there is done when a person says so twice. */
import { ApiError } from '../../app/api';
import { confirmAction } from '../../ui/dialog';

interface Question {
  readonly title: string;
  readonly action: string;
}

/** @returns undefined where the person thought better of it */
export async function saidTwice<T>(
  ask: (isSaidTwice: boolean) => Promise<T>,
  { title, action }: Question,
): Promise<T | undefined> {
  try {
    return await ask(false);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'session_at_work') throw error;
    const isWanted = await confirmAction({ title, text: error.message, action, keep: 'Wait' });
    return isWanted ? ask(true) : undefined;
  }
}
