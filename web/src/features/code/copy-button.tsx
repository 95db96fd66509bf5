/** Puts a text on the clipboard, and says so for a moment. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';

const COPIED_MS = 1500;

interface CopyProps {
  readonly text: string;
  /** What it says to those who don't see what it belongs to. */
  readonly label: string;
  readonly children: ComponentChildren;
}

export function CopyButton({ text, label, children }: CopyProps): VNode | null {
  const isCopied = useSignal(false);
  // Browsers offer the clipboard on HTTPS and localhost only.
  if (!('clipboard' in navigator)) return null;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    isCopied.value = true;
    setTimeout(() => (isCopied.value = false), COPIED_MS);
  };
  return (
    <button type="button" class="link-button" aria-label={label} onClick={() => void copy()}>
      {isCopied.value ? 'Copied' : children}
    </button>
  );
}
