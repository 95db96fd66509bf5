/** Somebody saved another state meanwhile: who, what differs, and whose is to stay. */
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { call, type Row } from '../../app/api';
import { FixedTime } from '../../ui/time';
import { projectName } from '../projects/projects';
import { wordsOf, type Field } from './fields';
import type { Merge } from './form-model';
import { NOUN, type Kind } from './kinds';

type Change = Pick<Row<'GET /api/audit'>, 'actor' | 'at'>;
export interface ConflictFacts extends Merge {
  /** null: the audit doesn't say. */
  readonly who: Change | null;
}
interface Props {
  readonly facts: ConflictFacts;
  readonly onTakeTheirs: () => void;
}

/** “Keep mine” sends the form. */
export function Conflict({ facts: { who, differing, merged }, onTakeTheirs }: Props): VNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <section class="notice notice-warn work-conflict" aria-labelledby="conflict-title">
      <h3 tabIndex={-1} id="conflict-title" ref={heading}>
        It was changed meanwhile
      </h3>
      <p>
        {who ? (
          <>
            {`By ${who.actor}, `}
            <FixedTime at={who.at} />.
          </>
        ) : (
          'Since you opened it.'
        )}
        {' What you wrote is still here.'}
      </p>
      {differing.length > 0 && <Differences rows={differing} />}
      {merged.length > 0 && (
        <p>{`Taken over, as you didn’t touch it: ${merged.map(takenOver).join(', ')}.`}</p>
      )}
      <div class="work-conflict-actions">
        <button type="button" class="button" onClick={onTakeTheirs}>
          Take theirs
        </button>
        <button type="submit" class="button button-primary">
          Keep mine
        </button>
      </div>
    </section>
  );
}

/** If the audit doesn't answer, the rest is said all the same. */
export async function whoChanged(kind: Kind, id: number): Promise<Change | null> {
  const query = { entity: NOUN[kind], entity_id: String(id), limit: 1 } as const;
  const changes = await call('GET /api/audit', { query }).catch(() => null);
  return changes?.items[0] ?? null;
}

const words = (field: Field, text: string): string => wordsOf(field, text, projectName);

const Differences = ({ rows }: { readonly rows: Merge['differing'] }): VNode => (
  <table class="work-differences">
    <thead>
      <tr>
        {['Field', 'Theirs', 'Yours'].map((label) => (
          <th key={label} scope="col">
            {label}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(({ field, theirs, mine }) => (
        <tr key={field.name}>
          <th scope="row">{field.label}</th>
          <td data-label="Theirs">
            <div>{words(field, theirs)}</div>
          </td>
          <td data-label="Yours">
            <div>{words(field, mine)}</div>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const takenOver = ({ field, text }: Merge['merged'][number]): string =>
  `${field.label.toLowerCase()} is now “${brief(words(field, text))}”`;

const BRIEF_CHARS = 60;
const brief = (text: string): string => (text.length > BRIEF_CHARS ? `${text.slice(0, BRIEF_CHARS)}…` : text);
