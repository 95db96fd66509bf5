/** How to look at the session from a shell of the server's machine. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { attachLine } from './model';

const SHOWN_MS = 2_000;

export function AttachLine(): VNode | null {
  const isCopied = useSignal(false);
  const line = attachLine.value;
  if (line === '') return null;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(line);
    isCopied.value = true;
    setTimeout(() => (isCopied.value = false), SHOWN_MS);
  };
  return (
    <p class="attach-line">
      <span>From a shell of the server’s machine:</span>
      <code id="attach-line">{line}</code>
      {/* Only pages that came over HTTPS, or from this machine, have a clipboard. */}
      {window.isSecureContext && (
        <button
          type="button"
          class="button button-small button-quiet"
          id="copy-attach"
          data-reads
          onClick={() => void copy()}
        >
          {isCopied.value ? 'Copied' : 'Copy'}
        </button>
      )}
    </p>
  );
}
