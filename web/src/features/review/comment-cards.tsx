/** The comments on lines, and the one that is being written. */
import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { readable } from '../../app/clean';
import { addComment, changeComment, removeComment, type Comment } from './comments';
import { draft, isWriting, meant } from './cursor';
import { openPath } from './model';

const linesOf = (from: number, to: number): string =>
  from === to ? `line ${from}` : `lines ${from} to ${to}`;

interface WriterProps {
  readonly label: string;
  readonly text: Signal<string>;
  readonly keep: (text: string) => void;
  readonly leave: () => void;
}

function Writer({ label, text, keep, leave }: WriterProps): VNode {
  const field = useRef<HTMLTextAreaElement>(null);
  // At once: what is typed next belongs in here.
  useLayoutEffect(() => field.current?.focus(), []);
  const save = (): void => {
    if (text.value.trim() !== '') keep(text.value.trim());
    leave();
  };
  return (
    <div class="review-comment" data-writing>
      <textarea
        ref={field}
        rows={3}
        aria-label={label}
        placeholder="What should be different here?"
        value={text.value}
        onInput={({ currentTarget }) => (text.value = currentTarget.value)}
        onKeyDown={(event) => {
          const isEnd = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
          if (!isEnd && event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          if (isEnd) save();
          else leave();
        }}
      />
      <div class="form-end">
        <span class="muted review-comment-hint">Ctrl+Enter keeps it. It is sent with the others.</span>
        <button type="button" class="button button-small button-quiet" data-reads onClick={leave}>
          Cancel
        </button>
        <button type="button" class="button button-small button-primary" data-reads data-keep onClick={save}>
          Keep comment
        </button>
      </div>
    </div>
  );
}

/** On the lines that are meant. `done`: the focus goes back to the lines. */
export function NewComment({ done }: { done: () => void }): VNode | null {
  const lines = meant();
  if (lines === null) return null;
  const { side, from, to, quote } = lines;
  const leave = (): void => {
    draft.value = '';
    isWriting.value = false;
    done();
  };
  return (
    <Writer
      label={`Comment on ${linesOf(from, to)} of ${readable(openPath.value)}`}
      text={draft}
      keep={(text) => addComment({ path: openPath.peek(), side, from, to, quote: quote.map(readable), text })}
      leave={leave}
    />
  );
}

export function CommentCard({ comment }: { comment: Comment }): VNode {
  const isEdited = useSignal(false);
  const edited = useSignal(comment.text);
  const { id, from, to, text } = comment;
  const where = linesOf(from, to);
  if (isEdited.value)
    return (
      <Writer
        label={`Comment on ${where}`}
        text={edited}
        keep={(next) => changeComment(id, next)}
        leave={() => (isEdited.value = false)}
      />
    );
  return (
    <div class="review-comment" data-comment={id}>
      <p class="review-comment-text">{readable(text)}</p>
      <div class="form-end">
        <span class="muted review-comment-hint">{where}</span>
        <button
          type="button"
          class="button button-small button-quiet"
          data-reads
          aria-label={`Change the comment on ${where}`}
          onClick={() => {
            edited.value = text;
            isEdited.value = true;
          }}
        >
          Change
        </button>
        <button
          type="button"
          class="button button-small button-quiet"
          data-reads
          aria-label={`Remove the comment on ${where}`}
          onClick={() => removeComment(id)}
        >
          Remove
        </button>
      </div>
    </div>
  );
}
