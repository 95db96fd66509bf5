/** What a rule that is being written would have decided of what agents asked for lately. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { call, type Answer } from '../../app/api';
import { readable } from '../../app/clean';
import { verdictLook } from '../../app/confirmations';
import { Badge } from '../../ui/badge';
import { counted } from '../../ui/text';
import type { NewRule } from './rule-form';

type Preview = Answer<'POST /api/confirm/rules/preview'>;

/** Somebody types. */
const PAUSE_MS = 300;

export function RulePreview({ draft }: { draft: NewRule }): VNode {
  const preview = useSignal<Preview | null>(null);
  const text = JSON.stringify(draft);
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(() => {
      // What is wrong with it is said when it is to be kept.
      if (draft.pattern === '') return void (preview.value = null);
      call('POST /api/confirm/rules/preview', { body: draft }).then(
        (answer) => isWanted && (preview.value = answer),
        () => isWanted && (preview.value = null),
      );
    }, PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
    // oxlint-disable-next-line react/exhaustive-deps -- a draft of the same words is the same
  }, [text, preview]);
  return (
    <section class="rule-preview" aria-live="polite" aria-label="What it would have decided">
      {preview.value ? (
        <Found preview={preview.value} />
      ) : (
        <p class="muted">What else it would match is shown here.</p>
      )}
    </section>
  );
}

function Found({ preview: { items, total, looked_at: lookedAt } }: { preview: Preview }): VNode {
  const of = `of the last ${counted(lookedAt, 'different request')}`;
  if (total === 0) return <p class="muted">It fits none {of}.</p>;
  return (
    <>
      <p>
        It fits <strong>{total}</strong> {of}:
      </p>
      <ul>
        {items.map(({ id, session, subject, after }) => (
          <li key={id}>
            <Badge look={verdictLook(after)} /> <code>{readable(subject)}</code>{' '}
            <span class="muted">{session}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
