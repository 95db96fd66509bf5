/**
 * Aider. It sets no title, and the foreground is a Python, so everything comes from the screen around the cursor: a
 * question, the spinner, the input line; else `unknown`.
 */
import { deadPane } from '../screen/ended';
import type { AgentProgram, Frame, SessionReading } from '../types';
import { inputsIn, openInput, type Input } from './input-box';
import { questionReason, readQuestion, type AiderQuestion } from './question';
import { answerOf, promptsAbove } from './screen-transcript';
import { isBlank, isShell, rowAt } from '../screen/lines';
import { locationOf } from '../screen/locate-prompt';

/** `░█      Waiting for openai/x`, moving. */
const SPINNER = /^ {0,12}[░█]{1,2} +\S/u;
const FOREGROUND = /^(aider|python[\d.]*|ssh|mosh-client|docker|podman|kubectl)$/i;

function classify(frame: Frame): SessionReading {
  if (frame.dead) return deadPane('aider');
  if (isShell(frame.command)) {
    return {
      state: 'exited',
      reason:
        'Aider is not running here, a shell is: type fg or aider there, or say that it is a shell now (architect sessions set)',
      rule: 'aider.shell',
      evidence: frame.command,
    };
  }
  const question = readQuestion(frame);
  if (question) return questionVerdict(question);
  const input = openInput(frame);
  return input ? inputVerdict(frame, input) : screenVerdict(frame);
}

function questionVerdict({ dialog, typed, row }: AiderQuestion): SessionReading {
  if (typed === '') {
    const reason = questionReason(dialog);
    return { state: 'needs_confirmation', reason, rule: 'aider.question', evidence: row, dialog };
  }
  return {
    state: 'needs_confirmation',
    reason: 'someone is typing an answer to a question: finish it in the terminal',
    rule: 'aider.question-typed',
    evidence: row,
    // Never answered for the person while they are writing.
    dialog: { ...dialog, kind: 'other' },
  };
}

function inputVerdict({ lines, command }: Frame, input: Input): SessionReading {
  const evidence = rowAt(lines, input.top);
  if (input.text !== '') {
    return {
      state: 'unknown',
      reason: 'text is waiting in the input line: send it or clear it in the terminal',
      rule: 'aider.draft',
      evidence,
      draft: input.text,
    };
  }
  if (!FOREGROUND.test(command)) {
    return {
      state: 'unknown',
      reason: `another program (${command}) is in the foreground: end it in the terminal`,
      rule: 'aider.foreground',
      evidence: command,
    };
  }
  return { state: 'waiting_input', reason: 'Aider waits for a prompt', rule: 'aider.input', evidence };
}

/** The cursor is in no input line and behind no question. */
function screenVerdict({ lines, cursorY }: Frame): SessionReading {
  const atCursor = rowAt(lines, cursorY);
  if (SPINNER.test(atCursor)) {
    return { state: 'busy', reason: 'Aider is working', rule: 'aider.spinner', evidence: atCursor.trim() };
  }
  const rows = lines.filter((row) => !isBlank(row));
  const sent = inputsIn(lines).findLast(({ rule }) => rule >= 0);
  if (sent && sent.text !== '' && cursorY >= sent.end) {
    // The next input line is drawn when the turn has ended.
    const evidence = rowAt(lines, sent.top);
    return { state: 'busy', reason: 'Aider works on the last prompt', rule: 'aider.sent', evidence };
  }
  if (!sent && (rows.length === 0 || /^─{2,}$/u.test(rowAt(lines, 0)))) {
    return {
      state: 'starting',
      reason: 'Aider is starting',
      rule: 'aider.starting',
      evidence: rows[0] ?? 'blank screen',
    };
  }
  return {
    state: 'unknown',
    reason: "Aider's input line is not on the screen: it works, or asks for something in words of its own",
    rule: 'aider.no-input',
    evidence: rows.at(-1)?.trim() ?? 'blank screen',
  };
}

export const aider: AgentProgram = {
  id: 'aider',
  title: 'Aider',
  verified: 'Aider 0.86.2, 2026-11-24',
  // Seen from 60x20 on; that it needs more than Claude Code is not known.
  smallest: { width: 40, height: 12 },
  launch: ['aider'],
  onlyWhenTargeted: false,
  showsWork: true,
  interruptKeys: ['C-c'],
  matches: ({ command }) => command === 'aider',
  classify,
  locatePrompt(frame, _baseline, text) {
    const input = openInput(frame);
    const prompts = promptsAbove(frame.lines, input ? Math.max(0, input.rule) : frame.lines.length);
    const clipped = input !== undefined && input.rule < 0;
    const screen = { verdict: classify(frame), draft: input?.text, clipped, ...prompts };
    return locationOf(screen, shownAs(text), () => false);
  },
  response: (rows, _baseline, text) => answerOf(rows, shownAs(text)),
};

/** A tab is drawn as its name. */
function shownAs(text: string): string {
  return text.replaceAll('\t', '^I');
}
