/** Code with its colours and a button that copies it. Until the colours are loaded, and without them, it reads as well. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { CopyButton } from './copy-button';
import type { CodeToken } from './tokens';

interface CodeProps {
  readonly text: string;
  /** As a fence names it, or the ending of a file; empty: none. */
  readonly language: string;
}

/** The words of a text; follows what is loaded. */
export function useTokens({ text, language }: CodeProps): readonly CodeToken[] {
  const tokens = useSignal<readonly CodeToken[]>([]);
  useEffect(() => {
    let isOpen = true;
    tokens.value = [];
    if (language)
      import('./languages').then(
        ({ codeTokens }) => isOpen && (tokens.value = codeTokens(text, language)),
        () => undefined,
      );
    return () => void (isOpen = false);
  }, [text, language, tokens]);
  return tokens.value.length > 0 ? tokens.value : [{ text, kind: '' }];
}

export const Tokens = ({ tokens }: { tokens: readonly CodeToken[] }): VNode => (
  <>
    {tokens.map(({ text, kind }, index) =>
      kind === '' ? (
        text
      ) : (
        <span key={index} class={`code-${kind}`}>
          {text}
        </span>
      ),
    )}
  </>
);

export function CodeBlock({ text, language }: CodeProps): VNode {
  const tokens = useTokens({ text, language });
  return (
    <div class="code-block">
      <div class="code-head">
        <span class="muted">{language || 'text'}</span>
        <CopyButton text={text} label={`Copy this code${language && ` (${language})`}`}>
          Copy
        </CopyButton>
      </div>
      <pre
        class="code-text mono"
        tabIndex={0}
        role="region"
        aria-label={`Code${language && ` (${language})`}`}
      >
        <Tokens tokens={tokens} />
      </pre>
    </div>
  );
}
