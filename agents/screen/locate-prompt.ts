/** Where a prompt is, for programs with an input box and a transcript above it. */
import { inkOf } from './lines';
import type { PromptLocation, SessionReading } from '../types';

export interface PromptScreen {
  readonly verdict: SessionReading;
  /** Text in the input box, '' when it is empty; undefined where no box stands. */
  readonly draft: string | undefined;
  /** Only the end of the draft is in sight. */
  readonly clipped?: boolean;
  /** Prompts of the transcript that are on the screen, oldest first. */
  readonly prompts: readonly string[];
  /** The transcript begins on this screen, so a prompt that is not on it was never sent. */
  readonly fromStart: boolean;
}

/** True where `shown` is the program's short form of a long paste of `text`. */
type IsMarker = (shown: string, text: string) => boolean;

/** Dialogs that come up by themselves: they say nothing about the prompt. */
const UNRELATED = new Set(['trust', 'login', 'update']);

export function locationOf(screen: PromptScreen, text: string, isMarker: IsMarker): PromptLocation {
  const { verdict, draft, prompts } = screen;
  const isIt = (shown: string) => isMarker(shown, text) || isPrompt(shown, text);
  if (draft !== undefined && draft !== '') {
    const ink = inkOf(draft);
    const wanted = inkOf(text);
    if (isMarker(draft, text) || ink === wanted) return 'input';
    if (screen.clipped && ink.length >= 20 && wanted.endsWith(ink)) return 'input';
    // Someone's own text, or a paste that is still being drawn.
    return 'unknown';
  }
  if (verdict.state === 'busy') return 'accepted';
  if (verdict.dialog) return UNRELATED.has(verdict.dialog.kind) ? 'unknown' : 'accepted';
  if (draft === undefined) return 'unknown';

  const last = prompts.at(-1);
  if (last !== undefined && isIt(last)) return 'accepted';
  if (verdict.state !== 'waiting_input' || prompts.some(isIt)) return 'unknown';
  // With the last prompt out of sight, ours may be it: a long answer pushes it off the screen.
  return last !== undefined || screen.fromStart ? 'absent' : 'unknown';
}

/** `shown` may be cut: at a blank line of the prompt, or with `…`. */
function isPrompt(shown: string, text: string): boolean {
  const ink = inkOf(shown);
  const wanted = inkOf(text);
  if (ink === wanted) return true;
  if (ink === '' || !wanted.startsWith(ink)) return false;
  const firstLine = text.split('\n').find((line) => line.trim() !== '') ?? '';
  return ink.length >= inkOf(firstLine).length || (shown.trimEnd().endsWith('…') && ink.length >= 10);
}
