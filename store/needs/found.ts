/** A need as it was found, before what was put away is left out. */
import type { Need, NeedRefs } from '../../workflows/contracts/needs';

export interface FoundNeed extends Need {
  /** What differs when it happens anew: what was put away is that of then. */
  readonly occurrence: string;
}

export const NO_REFS: NeedRefs = {
  ...{ dialog: null, prompt: null, session: null, plan: null },
  ...{ task: null, budget: null, secret: null, host: null },
};

/** What every need has, as most of them have it. */
export const foundNeed = (id: string, since: string): Omit<FoundNeed, 'kind' | 'title' | 'why'> => ({
  ...{
    id,
    since,
    occurrence: since,
    severity: 'warning',
    subject: null,
    seen: null,
    ran: null,
    refs: NO_REFS,
  },
});

/** With one full stop at its end. */
export const sentence = (text: string): string => `${text.trim().replace(/\.$/, '')}.`;
