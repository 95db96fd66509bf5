/** Writes prompts down. Whoever calls it sets them going then: the reconciler does where a crash comes first. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Store } from '../../store';
import type { WorkLink } from '../../store/work-items/assignments';
import type { Provider } from '../../workflows/contracts/glossary';
import { invalid } from '../http/errors';
import { renderChecked } from '../templates/rendering';
import type { sendOptions, sendPrompt } from './requests';
import { checkSize } from './size';

type Wanted = z.output<typeof sendPrompt>;

/** The feature or bug that a prompt is made from. */
export interface ItemWork {
  readonly link: WorkLink;
  /** The project in whose directory it is done; null = it has none. */
  readonly projectId: number | null;
  /** Throws where it must not be sent now; not asked for a repeat. */
  readonly check: () => void;
}

/** Where a prompt is to go. */
export interface Place {
  readonly session: string | null;
  readonly provider: Provider | null;
  readonly expected: string | null;
}

/** null: the key was used for another request. */
type Entered = { readonly id: number; readonly isNew: boolean } | null;

/** One of many that are queued alike. */
interface Row {
  readonly content: string;
  readonly key: string | null;
}
interface Together {
  readonly by: string;
  /** Asked only where one of them is new. @throws HttpError where they can't go there */
  readonly place: () => Place;
  /** Each waits until the one before it was completed. */
  readonly inOrder: boolean;
}

export function entering(store: Store, target: (wanted: Wanted) => Promise<Place>) {
  const checkChain = (after: readonly number[] | undefined, id?: number): void => {
    const fault = store.chains.faultOf(after ?? [], id);
    if (fault) throw invalid(fault.field, fault.message);
  };

  const textOf = ({ content, template: name, variables }: Wanted): string => {
    if (name == null) return content ?? '';
    const template = store.templates.get(name);
    if (!template) throw invalid('template', `there is no template '${name}'`);
    const text = renderChecked(template, variables ?? {});
    checkSize('variables', text);
    return text;
  };

  /** undefined: it is new. Before the target is looked at: a repeat is answered also where that has gone since. */
  const entered = (wanted: Wanted, key: string | null): Entered | undefined => {
    const known = key === null ? undefined : store.prompts.queuedAs(key, hashOf(wanted));
    return known && (known.conflict ? null : { id: known.id, isNew: false });
  };

  /** Checks all but where it goes. @returns what writes it down */
  const checked = (wanted: Wanted, by: string, key: string | null, work?: ItemWork) => {
    work?.check();
    checkChain(wanted.after);
    const content = textOf(wanted);
    const { metadata } = wanted;
    return ({ session, provider, expected }: Place): Entered => {
      const prompt = {
        content,
        template: wanted.template ?? null,
        sent_by: by,
        source: wanted.source,
        priority: wanted.priority,
        target_session: session,
        target_provider: provider,
        expected_provider: expected,
        specialty: wanted.specialty ?? null,
        project: nameIn(metadata?.['project']),
        working_dir: nameIn(metadata?.['working_dir']),
        within_project: work?.projectId ?? null,
        metadata: metadata == null ? null : JSON.stringify(metadata),
        max_retries: wanted.max_retries,
        timeout_minutes: wanted.timeout_minutes,
        idempotency_key: key,
        idempotency_hash: key === null ? null : hashOf(wanted),
        ...chainOf(wanted),
      };
      const { id, repeat, conflict } = store.prompts.insert(prompt, work?.link);
      return conflict ? null : { id, isNew: !repeat };
    };
  };

  return {
    checkChain,
    textOf,

    async enter(wanted: Wanted, by: string, key: string | null, work?: ItemWork): Promise<Entered> {
      checkSize('content', wanted.content ?? '');
      const known = entered(wanted, key);
      if (known !== undefined) return known;
      const write = checked(wanted, by, key, work);
      return write(await target(wanted));
    },

    /**
     * All or none: who sends them again after a crash, changed or not, finds none half sent. One wait on the disk for all.
     * Their sizes were checked.
     */
    enterAll: store.outbox.transition.assigner(
      (rows: readonly Row[], options: z.output<typeof sendOptions>, together: Together): Entered[] => {
        const { by, place, inOrder } = together;
        let previous: number | undefined;
        return rows.map(({ content, key }) => {
          const after =
            inOrder && previous !== undefined ? { after: [previous], on: 'success' as const } : {};
          const wanted = { ...options, ...after, content };
          const known = entered(wanted, key);
          const one = known === undefined ? checked(wanted, by, key)(place()) : known;
          previous = one?.id ?? previous;
          return one;
        });
      },
    ),
  };
}

const hashOf = (wanted: Wanted): string => createHash('sha256').update(JSON.stringify(wanted)).digest('hex');

function chainOf({ after = [], on = 'success', not_before: notBefore = null }: Wanted) {
  return after.length > 0 || notBefore !== null ? { chain: { after, on, notBefore } } : {};
}

const nameIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
