/** What the agent answered: as Markdown, or as it was written. */
import { signal, useSignal } from '@preact/signals';
import type { ComponentType, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { readable } from '../../app/clean';
import { keptName } from '../../app/kept-name';
import { state } from '../../app/state';
import { CopyButton } from '../code/copy-button';
import type { Prompt } from './state';

/** Longer ones are shown as they are: drawing all their parts would hold up the page. */
const LONGEST = 200_000;
const AS_WRITTEN = keptName('architect.answers-as-written');
const wantsWritten = signal(localStorage.getItem(AS_WRITTEN) !== null);

/** In an object: a signal would call a function. */
const loaded = signal<{ readonly Markdown: ComponentType<{ text: string }> } | null>(null);

export function Answer({ prompt, text }: { prompt: Prompt; text: string }): VNode {
  const canFormat = text.length <= LONGEST && !isFromShell(prompt);
  const written = !canFormat || wantsWritten.value;
  const failed = useSignal(false);
  useEffect(() => {
    if (written || loaded.peek()) return;
    import('./markdown').then(
      ({ Markdown }) => (loaded.value = { Markdown }),
      () => (failed.value = true),
    );
  }, [written, failed]);
  const { Markdown } = loaded.value ?? {};
  return (
    <section class="receipt-section" data-text="response">
      <div class="section-head">
        <h3>Answer</h3>
        {canFormat && (
          <button
            type="button"
            class="link-button"
            aria-pressed={written}
            data-reads
            onClick={() => showWritten(!written)}
          >
            As written
          </button>
        )}
        <CopyButton text={text} label="Copy response">
          Copy
        </CopyButton>
      </div>
      {!written && Markdown ? (
        <Markdown text={text} />
      ) : (
        <pre
          class="receipt-text answer-text"
          tabIndex={0}
          role="region"
          aria-label="Answer"
          aria-busy={(!written && !failed.value) || undefined}
        >
          {readable(text)}
        </pre>
      )}
    </section>
  );
}

/** What a shell prints is no Markdown: its signs would be taken for formats. */
const isFromShell = ({ assigned_session: name }: Prompt): boolean =>
  name !== null && state.sessions.get(name)?.provider === 'shell';

function showWritten(on: boolean): void {
  wantsWritten.value = on;
  if (on) localStorage.setItem(AS_WRITTEN, '');
  else localStorage.removeItem(AS_WRITTEN);
}
