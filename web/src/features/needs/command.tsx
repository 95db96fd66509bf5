/** A command as it will run: coloured as a shell reads it, with what is dangerous in it marked. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { clean, readable } from '../../app/clean';
import type { Span } from './danger';
import type { ShellToken } from './shell-tokens';

interface CommandProps {
  readonly text: string;
  readonly danger: readonly Span[];
  readonly label: string;
}

export function Command({ text, danger, label }: CommandProps): VNode {
  // Signs that are taken out would move what is marked.
  const isPlain = clean(text).text === text;
  const tokens = useSignal<readonly ShellToken[]>([{ text, kind: '' }]);
  useEffect(() => {
    let isOpen = true;
    tokens.value = [{ text, kind: '' }];
    // Without colours it reads as well.
    import('./shell-tokens').then(
      ({ shellTokens }) => isOpen && (tokens.value = shellTokens(text)),
      () => undefined,
    );
    return () => void (isOpen = false);
  }, [text, tokens]);
  return (
    <pre class="need-command" tabIndex={0} role="region" aria-label={label}>
      {isPlain
        ? piecesOf(tokens.value, danger).map((piece, index) => <Piece key={index} {...piece} />)
        : readable(text)}
    </pre>
  );
}

interface PieceProps extends ShellToken {
  readonly isDangerous: boolean;
}

function Piece({ text, kind, isDangerous }: PieceProps): VNode {
  const shown = readable(text);
  const word = kind === '' ? <>{shown}</> : <span class={`shell-${kind}`}>{shown}</span>;
  return isDangerous ? <mark class="danger">{word}</mark> : word;
}

/** The tokens, cut where what is dangerous begins and ends. */
export function piecesOf(tokens: readonly ShellToken[], danger: readonly Span[]): PieceProps[] {
  const pieces: PieceProps[] = [];
  let at = 0;
  for (const { text, kind } of tokens) {
    const end = at + text.length;
    const inside = danger
      .flatMap(({ start, end: stop }) => [start, stop])
      .filter((cut) => cut > at && cut < end);
    const cuts = [at, ...[...new Set(inside)].sort((a, b) => a - b), end];
    cuts.slice(1).forEach((stop, index) => {
      const start = cuts[index] ?? at;
      const isDangerous = danger.some((span) => span.start <= start && stop <= span.end);
      if (stop > start) pieces.push({ text: text.slice(start - at, stop - at), kind, isDangerous });
    });
    at = end;
  }
  return pieces;
}
