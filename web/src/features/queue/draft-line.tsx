/** What there is to say of the draft: others whose tabs are gone, its files, and that it can't be kept. */
import type { VNode } from 'preact';
import { content, files, keepNow, leftDrafts, takeDraft } from './draft';
import { keepFault } from './kept-drafts';

export const DraftLines = ({ queued }: { queued: (promptId: number) => void }): VNode => (
  <>
    {leftDrafts.value && (
      <leftDrafts.value.LeftDrafts keep={keepNow} show={(draft) => takeDraft(draft, queued)} />
    )}
    <p class="notice notice-warn" role="alert" hidden={!keepFault.value}>
      {keepFault}
    </p>
  </>
);

/** The names that they had: in the text stand the paths under which they are kept. */
export function DraftFiles(): VNode | null {
  const named = files.value.filter(({ path }) => content.value.includes(path));
  return named.length > 0 ? (
    <p id="draft-files" class="hint">
      With {named.map(({ name }) => name).join(', ')}
    </p>
  ) : null;
}
