/** Takes out of a text what would act on a terminal instead of being read: escape sequences and control characters. */
import { CONTROL, showHidden } from '../../../workflows/contracts/control-characters';

// In this order: strings that end with BEL or ST (window titles, links), colour and cursor codes, other escapes.
/* oxlint-disable no-control-regex */
const SEQUENCES = [
  /(?:\x1b[\]P^_X]|[\x9d\x90\x9e\x9f\x98])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)/g,
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]/g,
  /\x1b[ -/]*[0-~]/g,
];
const CONTROLS = new RegExp(CONTROL, 'gu');
/* oxlint-enable no-control-regex */

export interface Cleaned {
  readonly text: string;
  readonly sequences: number;
  readonly characters: number;
}

export function clean(text: string): Cleaned {
  let sequences = 0;
  let characters = 0;
  let cleaned = text.replace(/\r\n?/g, '\n');
  for (const pattern of SEQUENCES) {
    cleaned = cleaned.replace(pattern, () => {
      sequences += 1;
      return '';
    });
  }
  cleaned = cleaned.replace(CONTROLS, () => {
    characters += 1;
    return '';
  });
  return { text: cleaned, sequences, characters };
}

/** A text of others as a person should see it: clean, and what would hide in it stands there by its number. */
export const readable = (text: string): string => showHidden(clean(text).text);

/** One sentence on what was taken out; empty if nothing was. */
export function cleaningNotice({ sequences, characters }: Cleaned): string {
  const parts = [
    sequences && `${sequences} terminal escape ${sequences === 1 ? 'sequence' : 'sequences'}`,
    characters && `${characters} control ${characters === 1 ? 'character' : 'characters'}`,
  ].filter(Boolean);
  return parts.length
    ? `Took out ${parts.join(' and ')}: they can't be typed into a session. Check the text.`
    : '';
}
