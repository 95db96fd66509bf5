/**
 * Claude Code. Evidence in this order: end of the program, a menu in place of the input box, title, input box; else
 * `unknown`. The menu comes before the title because a dialog that is overlooked waits for ever.
 */
import { deadPane } from '../screen/ended';
import type { AgentProgram, Dialog, Frame, SessionReading } from '../types';
import { findBox, QUEUED_PLACEHOLDER, type ClaudeBox } from './input-box';
import { readBoxless, standingIn } from './key-screens';
import { hiddenDialog, mayCutAsk } from './tall-dialogs';
import { dialogReason, readDialog, type ClaudeDialog } from './dialog';
import { claudeRequest, isClaudeAbout } from './request';
import { answerOf, promptsAbove } from './screen-transcript';
import { endingInClaude, goesOnByItself } from './ending';
import { typingForClaude } from './typing';
import { isBlank, isShell, rowAt } from '../screen/lines';
import { claudeWithHooks } from '../hooks/launch';
import { readClaudeHook } from './hooks';
import { readClaudeRecord } from './transcript';
import { locateClaude } from '../events/locate';
import { locationOf } from '../screen/locate-prompt';

/** Half circles since 2.1.228, braille before. */
const BUSY_TITLE = /^[◐◑◒◓\u2801-\u28ff] /u;
const CLAUDE_TITLE = /^[✳◐◑] /u;
/** The row above the box while Claude works: `✢ Hyperspacing… (4s · ↓ 6 tokens)`, or a retry of the API. */
const SPINNER = /^[·✢✳✶✻✽*] (.*…( \(.*)?$|.*· retrying in \d|Waiting for )/u;
const LIMIT = /^(?:●| {2}⎿)[ \u00a0]+((?:You['’]ve hit your .*limit|Usage limit reached)\b.*)$/u;
/** Programs that Claude may run under, so that its name is not the foreground's name. */
const HOSTS = new Set(['node', 'bun', 'ssh', 'mosh-client', 'docker', 'podman', 'kubectl']);

function classify(frame: Frame): SessionReading {
  if (frame.dead) return deadPane('claude');
  const box = findBox(frame);
  const dialog = box ? undefined : readDialog(frame);
  // A wrapper script that runs Claude shows up as a shell, so a live dialog outranks the shell's name.
  if (dialog) return dialogVerdict(frame, dialog);
  if (isShell(frame.command)) return shellVerdict(frame, box);
  if (BUSY_TITLE.test(frame.title)) {
    return {
      state: 'busy',
      reason: 'Claude is working',
      rule: 'claude.title',
      evidence: frame.title,
      ...draftOf(box),
    };
  }
  return box ? boxVerdict(frame, box) : screenVerdict(frame);
}

function dialogVerdict(frame: Frame, found: ClaudeDialog): SessionReading {
  const { dialog, amending } = found;
  return {
    state: 'needs_confirmation',
    reason: dialogReason(found),
    rule: amending ? 'claude.dialog-amend' : 'claude.dialog',
    evidence: rowAt(frame.lines, frame.cursorY).trim() || dialog.title,
    // Never answered for the person while they are writing into it.
    dialog: amending && dialog.kind === 'permission' ? { ...dialog, kind: 'other' } : dialog,
  };
}

function shellVerdict(frame: Frame, box: ClaudeBox | undefined): SessionReading {
  if (box?.cursorInside) {
    return {
      state: 'unknown',
      reason:
        'Claude is on the screen, but a shell is in the foreground: if a script starts Claude, let it use exec',
      rule: 'claude.shell-and-box',
      evidence: frame.command,
    };
  }
  return {
    state: 'exited',
    reason:
      'Claude is not running here, a shell is: type fg or claude there, or say that it is a shell now (architect sessions set)',
    rule: 'claude.shell',
    evidence: frame.command,
  };
}

function boxVerdict(frame: Frame, box: ClaudeBox): SessionReading {
  const boxRow = rowAt(frame.lines, box.top + 1);
  const hint = box.footer.find((row) => /\besc to interrupt\b/.test(row));
  if (hint)
    return {
      state: 'busy',
      reason: 'Claude is working',
      rule: 'claude.footer',
      evidence: hint.trim(),
      ...draftOf(box),
    };
  const above = lastBlock(frame, box);
  if (SPINNER.test(above)) {
    return {
      state: 'busy',
      reason: 'Claude is working',
      rule: 'claude.spinner',
      evidence: above,
      ...draftOf(box),
    };
  }
  if (box.placeholder === QUEUED_PLACEHOLDER) {
    return {
      state: 'busy',
      reason: 'Claude has queued messages to work on',
      rule: 'claude.queued',
      evidence: boxRow,
    };
  }
  if (box.sign !== '❯') {
    return {
      state: 'unknown',
      reason: `the input box is in another mode ("${box.sign}"): leave it with Escape`,
      rule: 'claude.box-mode',
      evidence: boxRow,
      ...draftOf(box),
    };
  }
  if (box.text !== '') {
    return {
      state: 'unknown',
      reason: 'text is waiting in the input box: send it or clear it in the terminal',
      rule: 'claude.draft',
      evidence: boxRow,
      ...draftOf(box),
    };
  }
  return emptyBoxVerdict(frame, box, boxRow, above);
}

function emptyBoxVerdict(frame: Frame, box: ClaudeBox, boxRow: string, above: string): SessionReading {
  const { command, title } = frame;
  const runs = CLAUDE_TITLE.test(title) || /claude|^\d+\.\d+\.\d+$/.test(command) || HOSTS.has(command);
  if (!runs) {
    return {
      state: 'unknown',
      reason: `another program (${command}) is in the foreground: end it in the terminal`,
      rule: 'claude.foreground',
      evidence: command,
    };
  }
  if (!box.cursorInside) {
    return {
      state: 'unknown',
      reason: 'the input box is on the screen, but the cursor is not in it: close what is open with Escape',
      rule: 'claude.cursor',
      evidence: `cursor in row ${frame.cursorY}`,
    };
  }
  const limit = LIMIT.exec(above)?.[1];
  if (limit !== undefined) {
    const reason = `Claude's usage limit is reached: ${limit}. Wait until then, then send something by hand`;
    return { state: 'limited', reason, rule: 'claude.limit', evidence: above };
  }
  return {
    state: 'waiting_input',
    reason: 'Claude waits for a prompt',
    rule: 'claude.box',
    evidence: boxRow,
  };
}

/** No box and no menu. */
function screenVerdict(frame: Frame): SessionReading {
  const waiting = hiddenDialog(frame);
  if (waiting) return waitingVerdict(frame, waiting, 'claude.dialog-hidden');
  const rows = frame.lines.filter((row) => !isBlank(row));
  const banner = rows.some((row) => /Claude Code v\d/.test(row)) && rows.length <= 4;
  if (rows.length === 0 || banner) {
    return {
      state: 'starting',
      reason: 'Claude is starting',
      rule: 'claude.starting',
      evidence: rows[0] ?? 'blank screen',
    };
  }
  const panel = frame.lines.findLastIndex((row) => /^▔{8,}$/.test(row));
  if (panel >= 0) {
    const name =
      rowAt(frame.lines, panel + 1)
        .trim()
        .split(/\s{2,}/)[0] ?? '';
    const reason = `a panel is open (${name}): close it with Escape`;
    const evidence = rowAt(frame.lines, panel + 1).trim();
    return { state: 'unknown', reason, rule: 'claude.panel', evidence, standing: standingIn(frame) };
  }
  const boxless = readBoxless(frame);
  if (boxless) return waitingVerdict(frame, boxless, 'claude.boxless');
  return {
    state: 'unknown',
    reason: 'there is no input box on the screen: close what is open (a viewer, a menu) with Escape',
    rule: 'claude.no-box',
    evidence: rows.at(-1)?.trim() ?? '',
    standing: standingIn(frame),
  };
}

function waitingVerdict(frame: Frame, dialog: Dialog, rule: string): SessionReading {
  const evidence = frame.lines.findLast((row) => !isBlank(row))?.trim() ?? '';
  return {
    state: 'needs_confirmation',
    reason: dialogReason({ dialog, amending: false }),
    rule,
    evidence,
    dialog,
  };
}

/** The last row above the box that is not an indented one (tips, hints, popups), or the last `⎿` row. */
function lastBlock(frame: Frame, box: ClaudeBox): string {
  for (let row = box.top - 1; row >= 0; row -= 1) {
    const text = rowAt(frame.lines, row);
    if (/^\S/u.test(text) || LIMIT.test(text)) return text;
  }
  return '';
}

function draftOf(box: ClaudeBox | undefined): { draft?: string } {
  return box && box.text !== '' ? { draft: box.text } : {};
}

export const claude: AgentProgram = {
  id: 'claude',
  title: 'Claude Code',
  verified: 'Claude Code 2.1.332, 2026-11-26',
  // At 60x10 its dialogs have no box (2.1.330).
  smallest: { width: 40, height: 12 },
  launch: ['claude'],
  withHooks: claudeWithHooks,
  onlyWhenTargeted: false,
  showsWork: true,
  interruptKeys: ['Escape'],
  clearKeys: ['C-c'],
  worksElsewhere: backgroundedIn,
  evidence: {
    hooks: { read: readClaudeHook },
    transcript: { reader: () => readClaudeRecord, locate: locateClaude },
  },
  typing: typingForClaude,
  ending: endingInClaude,
  staysAtLimit: (frame) => (goesOnByItself(frame) ? ['Escape'] : undefined),
  matches: ({ command, title }) => command === 'claude' || (!isShell(command) && CLAUDE_TITLE.test(title)),
  classify,
  locatePrompt(frame, _baseline, text) {
    const box = findBox(frame);
    const prompts = promptsAbove(frame.lines, box?.top ?? frame.lines.length);
    return locationOf({ verdict: classify(frame), draft: box?.text, ...prompts }, text, isPastedMarker);
  },
  response: (rows, _baseline, text) => answerOf(rows, text),
  answers: { approve: /^Yes(, I trust this folder)?$/, deny: /^No\b/ },
  request: claudeRequest,
  isAbout: isClaudeAbout,
  mayAsk: (dialog, _frame, use) => mayCutAsk(dialog, use),
};

/** `[Pasted text #1 +19 lines]` stands for a text of 20 lines; long texts of one line have no count. */
function isPastedMarker(shown: string, text: string): boolean {
  const match = /^\[Pasted text #\d+(?: \+(\d+) lines?)?\]$/.exec(shown.trim());
  if (!match) return false;
  if (match[1] === undefined) return text.length > 500;
  return [text, text.trimEnd()].some((value) => value.split('\n').length - 1 === Number(match[1]));
}

/** What `/bg` (also `/background`) leaves in the terminal: `backgrounded · 31008732`, and how to get at it. */
function backgroundedIn({ lines }: Frame): string | undefined {
  const id = lines.map((row) => /^backgrounded · (\w+)/.exec(row)?.[1]).findLast(Boolean);
  return id && `it was sent to the background and works on there: claude attach ${id}`;
}
