/**
 * Gemini CLI. Evidence in this order: end of the program, a framed menu that ends the screen, title, spinner, input box;
 * else `unknown`.
 */
import { deadPane } from '../screen/ended';
import type { AgentProgram, Frame, SessionReading } from '../types';
import { findComposer, type Composer } from './input-box';
import { geminiDialogReason, readGeminiDialog } from './dialog';
import { answerOf, promptsAbove } from './screen-transcript';
import { isBlank, isShell, rowAt } from '../screen/lines';
import { locationOf } from '../screen/locate-prompt';

const READY_TITLE = /^◇ {2}Ready\b/u;
const BUSY_TITLE = /^[✦⏲]️? {2}\S/u;
const ACTION_TITLE = /^✋ {2}Action Required\b/u;
/** The title where it doesn't tell the state, by a setting of the program. */
const PLAIN_TITLE = /^Gemini CLI \(/;
/** The row right above the box while Gemini works: ` ⠦ Thinking... (esc to cancel, 2s)`. */
const SPINNER = /^ [\u2801-\u28ff] .*\(esc to cancel\b/u;

function classify(frame: Frame): SessionReading {
  const { title, command } = frame;
  if (frame.dead) return deadPane('gemini');
  const found = readGeminiDialog(frame);
  if (found) {
    const { dialog, row } = found;
    const reason = geminiDialogReason(dialog);
    return { state: 'needs_confirmation', reason, rule: 'gemini.dialog', evidence: row, dialog };
  }
  if (isShell(command)) {
    return {
      state: 'exited',
      reason:
        'Gemini is not running here, a shell is: type fg or gemini there, or say that it is a shell now (architect sessions set)',
      rule: 'gemini.shell',
      evidence: command,
    };
  }
  if (ACTION_TITLE.test(title)) {
    return {
      state: 'needs_confirmation',
      reason: 'Gemini asks for a decision that is not readable on the screen: open the terminal',
      rule: 'gemini.title-action',
      evidence: title.trim(),
      dialog: { kind: 'other', title: '', options: [] },
    };
  }
  const composer = findComposer(frame);
  const busy = BUSY_TITLE.test(title) ? title.trim() : spinnerOf(frame, composer);
  if (busy !== undefined) {
    const rule = BUSY_TITLE.test(title) ? 'gemini.title' : 'gemini.spinner';
    return { state: 'busy', reason: 'Gemini is working', rule, evidence: busy, ...draftOf(composer) };
  }
  return composer ? composerVerdict(frame, composer) : screenVerdict(frame);
}

function spinnerOf({ lines }: Frame, composer: Composer | undefined): string | undefined {
  const row = composer ? rowAt(lines, composer.rule - 1) : '';
  return SPINNER.test(row) ? row.trim() : undefined;
}

function composerVerdict({ lines, title }: Frame, composer: Composer): SessionReading {
  const evidence = rowAt(lines, composer.top).trim();
  if (composer.sign === '!') {
    return {
      state: 'unknown',
      reason: 'the input box is in shell mode: leave it with Escape',
      rule: 'gemini.box-mode',
      evidence,
      ...draftOf(composer),
    };
  }
  if (composer.text !== '') {
    return {
      state: 'unknown',
      reason: 'text is waiting in the input box: send it or clear it in the terminal',
      rule: 'gemini.draft',
      evidence,
      ...draftOf(composer),
    };
  }
  if (!READY_TITLE.test(title) && !PLAIN_TITLE.test(title)) {
    return {
      state: 'unknown',
      reason:
        "it can't be told whether Gemini works: its terminal title is missing (setting ui.hideWindowTitle)",
      rule: 'gemini.title-silent',
      evidence: title.trim(),
    };
  }
  return { state: 'waiting_input', reason: 'Gemini waits for a prompt', rule: 'gemini.composer', evidence };
}

/** No input box and no menu. */
function screenVerdict({ lines, title }: Frame): SessionReading {
  const rows = lines.filter((row) => !isBlank(row));
  const started = READY_TITLE.test(title) || PLAIN_TITLE.test(title);
  if (
    !started &&
    (rows.length === 0 || rows.some((row) => /Gemini CLI v\d|^Gemini CLI is restarting/.test(row)))
  ) {
    return {
      state: 'starting',
      reason: 'Gemini is starting',
      rule: 'gemini.starting',
      evidence: rows[0]?.trim() ?? 'blank screen',
    };
  }
  return {
    state: 'unknown',
    reason: 'there is no input box on the screen: close what is open (a panel, a menu) with Escape',
    rule: 'gemini.no-composer',
    evidence: rows.findLast((row) => /\p{L}/u.test(row))?.trim() ?? 'blank screen',
  };
}

function draftOf(composer: Composer | undefined): { draft?: string } {
  return composer && composer.text !== '' ? { draft: composer.text } : {};
}

export const gemini: AgentProgram = {
  id: 'gemini',
  title: 'Gemini CLI',
  verified: 'Gemini CLI 0.61.0, 2026-11-24',
  // Seen from 60x20 on; that it needs more than Claude Code is not known.
  smallest: { width: 40, height: 12 },
  launch: ['gemini'],
  onlyWhenTargeted: false,
  showsWork: true,
  interruptKeys: ['Escape'],
  // A backslash at the end makes Enter a line break; a blank after it is trimmed.
  typing: (text) => (text.endsWith('\\') ? [{ paste: `${text} `, shows: text }] : undefined),
  matches: ({ command, title }) =>
    command === 'gemini' ||
    (!isShell(command) &&
      (READY_TITLE.test(title) ||
        ACTION_TITLE.test(title) ||
        BUSY_TITLE.test(title) ||
        PLAIN_TITLE.test(title))),
  classify,
  locatePrompt(frame, _baseline, text) {
    const composer = findComposer(frame);
    const prompts = promptsAbove(frame.lines, composer?.rule ?? frame.lines.length);
    return locationOf({ verdict: classify(frame), draft: composer?.text, ...prompts }, text, isPastedMarker);
  },
  response: (rows, _baseline, text) => answerOf(rows, text),
};

/** `[Pasted Text: 20 lines]` or `[Pasted Text: 1500 chars]` stands for a text of that size. */
function isPastedMarker(shown: string, text: string): boolean {
  const match = /^\[Pasted Text: (\d+) (lines|chars)(?: #\d+)?\]$/.exec(shown.trim());
  if (!match) return false;
  const count = Number(match[1]);
  if (match[2] === 'lines') return [text, text.trimEnd()].some((value) => value.split('\n').length === count);
  return [text, text.trim()].some((value) => value.length === count || Array.from(value).length === count);
}
