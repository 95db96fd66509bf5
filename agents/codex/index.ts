/**
 * Codex. Evidence in this order: end of the program, a menu in place of the composer, title, composer; else `unknown`.
 */
import { deadPane } from '../screen/ended';
import type { AgentProgram, Frame, SessionReading } from '../types';
import { findComposer, hasStarted, isActionTitle, isOwnTitle, type Composer } from './input-box';
import { codexDialogReason, readCodexDialog, type CodexDialog } from './dialog';
import { readCodexQuestion } from './question';
import { codexRequest, isCodexAbout, mayCodexAsk } from './request';
import { answerOf, promptsAbove, WORKED } from './screen-transcript';
import { endingInCodex } from './ending';
import { typingForCodex } from './typing';
import { isBlank, isShell, rowAt } from '../screen/lines';
import { codexWithHooks } from '../hooks/launch';
import { readCodexHook } from './hooks';
import { createCodexReader } from './transcript';
import { heldByDaemon } from './daemon';
import { locateCodex } from '../events/locate';
import { locationOf } from '../screen/locate-prompt';

const BUSY_TITLE = /^[\u2801-\u28ff] /u;
/** The row above the composer while Codex works without writing: `• Working (2s • esc to interrupt)`. */
const WORKING = /^[•◦] .*• esc to interrupt\)|^• Queued follow-up/u;
/** Rows that end a turn. While an answer is being written, its own text stands there instead. */
const TURN_END = /^( {2}Worked for .* • \d|[■✗✔])/u;

function classify(frame: Frame): SessionReading {
  const { title, command } = frame;
  if (frame.dead) return deadPane('codex');
  const composer = findComposer(frame);
  const dialog = composer ? undefined : (readCodexQuestion(frame) ?? readCodexDialog(frame));
  if (dialog) return dialogVerdict(frame, dialog);
  if (isShell(command)) return shellVerdict(frame, composer);
  if (isActionTitle(title)) {
    return {
      state: 'needs_confirmation',
      reason: 'Codex asks for a decision that is not readable on the screen: open the terminal',
      rule: 'codex.title-action',
      evidence: title,
      dialog: { kind: 'other', title: '', options: [] },
    };
  }
  if (BUSY_TITLE.test(title)) {
    return {
      state: 'busy',
      reason: 'Codex is working',
      rule: 'codex.title',
      evidence: title,
      ...draftOf(composer),
    };
  }
  return composer ? composerVerdict(frame, composer) : screenVerdict(frame);
}

function dialogVerdict(frame: Frame, { dialog, row }: Omit<CodexDialog, 'whole'>): SessionReading {
  const reason = codexDialogReason(dialog);
  const evidence = rowAt(frame.lines, row).trim();
  return { state: 'needs_confirmation', reason, rule: 'codex.dialog', evidence, dialog };
}

function shellVerdict(frame: Frame, composer: Composer | undefined): SessionReading {
  if (composer?.status !== undefined) {
    return {
      state: 'unknown',
      reason:
        'Codex is on the screen, but a shell is in the foreground: if a script starts Codex, let it use exec',
      rule: 'codex.shell-and-composer',
      evidence: frame.command,
    };
  }
  return {
    state: 'exited',
    reason:
      'Codex is not running here, a shell is: type fg or codex there, or say that it is a shell now (architect sessions set)',
    rule: 'codex.shell',
    evidence: frame.command,
  };
}

function composerVerdict(frame: Frame, composer: Composer): SessionReading {
  const composerRow = rowAt(frame.lines, composer.top);
  const above = lastBlock(frame, composer);
  if (WORKING.test(above)) {
    return {
      state: 'busy',
      reason: 'Codex is working',
      rule: 'codex.working',
      evidence: above,
      ...draftOf(composer),
    };
  }
  if (composer.text !== '') {
    return {
      state: 'unknown',
      reason: 'text is waiting in the input box: send it or clear it in the terminal',
      rule: 'codex.draft',
      evidence: composerRow,
      ...draftOf(composer),
    };
  }
  const { prompts } = promptsAbove(frame.lines, composer.top);
  if (composer.status === undefined && prompts.length === 0) {
    // A notice or a review of hooks can still come up until the status row stands.
    return { state: 'starting', reason: 'Codex is starting', rule: 'codex.starting', evidence: composerRow };
  }
  // Only the title tells a silent writer from an idle one, so it must be known to work, or the turn must have ended visibly.
  if (!TURN_END.test(above) && !isOwnTitle(frame.title, composer.status) && !hasEnded(frame, composer)) {
    return {
      state: 'unknown',
      reason:
        "it can't be told whether Codex still writes: its terminal title shows neither the directory nor the thread",
      rule: 'codex.title-silent',
      evidence: frame.title,
    };
  }
  if (!/codex/.test(frame.command) && !isHost(frame.command)) {
    return {
      state: 'unknown',
      reason: `another program (${frame.command}) is in the foreground: end it in the terminal`,
      rule: 'codex.foreground',
      evidence: frame.command,
    };
  }
  return {
    state: 'waiting_input',
    reason: 'Codex waits for a prompt',
    rule: 'codex.composer',
    evidence: composerRow,
  };
}

/** No composer and no menu. */
function screenVerdict(frame: Frame): SessionReading {
  const rows = frame.lines.filter((row) => !isBlank(row));
  if (rows.length === 0) {
    return {
      state: 'starting',
      reason: 'Codex is starting',
      rule: 'codex.starting',
      evidence: 'blank screen',
    };
  }
  return {
    state: 'unknown',
    reason: 'there is no input box on the screen: close what is open (a panel, a viewer, a menu) with Escape',
    rule: 'codex.no-composer',
    evidence: rows.at(-1)?.trim() ?? '',
  };
}

/** The last row above the composer that is at column 0 or ends a turn. */
function lastBlock(frame: Frame, composer: Composer): string {
  for (let row = composer.top - 1; row >= 0; row -= 1) {
    const text = rowAt(frame.lines, row);
    if (/^\S/u.test(text) || TURN_END.test(text)) return text;
  }
  return '';
}

/** Below the last prompt stands the end of its turn, whatever a command has written since; or there was no prompt yet. */
function hasEnded({ lines }: Frame, composer: Composer): boolean {
  const above = lines.slice(0, composer.top);
  const { prompts, fromStart } = promptsAbove(lines, composer.top);
  if (prompts.length === 0) return fromStart && !above.some((row) => /^[•◦] /u.test(row));
  const last = above.findLastIndex((row) => row.startsWith('› '));
  return above.slice(last + 1).some((row) => WORKED.test(row));
}

const LAUNCHERS = new Set(['node', 'bun']);

function isHost(command: string): boolean {
  return LAUNCHERS.has(command) || ['ssh', 'mosh-client', 'docker', 'podman', 'kubectl'].includes(command);
}

function draftOf(composer: Composer | undefined): { draft?: string } {
  return composer && composer.text !== '' ? { draft: composer.text } : {};
}

export const codex: AgentProgram = {
  id: 'codex',
  title: 'Codex',
  verified: 'Codex 0.167.2, 0.169.0 and 0.171.0, 2026-11-26',
  // At 60x15 the last option of a dialog is out of sight, at 40x15 it is never ready (0.169.0).
  smallest: { width: 48, height: 16 },
  launch: ['codex'],
  withHooks: codexWithHooks,
  onlyWhenTargeted: false,
  showsWork: true,
  interruptKeys: ['Escape'],
  // Pressed only on a text that is seen in the composer: in an empty one it would end Codex at the second time.
  clearKeys: ['C-c'],
  worksElsewhere: ({ lines }) =>
    lines.some((row) => /^Disconnected from this task\. Any running work continues/.test(row.trim()))
      ? 'its terminal was left, and what runs in its daemon goes on: codex resume'
      : undefined,
  evidence: {
    hooks: { read: readCodexHook },
    transcript: { reader: createCodexReader, locate: locateCodex, holding: heldByDaemon },
  },
  typing: typingForCodex,
  ending: endingInCodex,
  matches: ({ command, title }) => command === 'codex' || (!isShell(command) && isActionTitle(title)),
  // Installed with npm it is run by a launcher.
  isSeenOn: (frame) => LAUNCHERS.has(frame.command) && hasStarted(frame),
  classify,
  locatePrompt(frame, _baseline, text) {
    const composer = findComposer(frame);
    const prompts = promptsAbove(frame.lines, composer?.top ?? frame.lines.length);
    const screen = {
      verdict: classify(frame),
      draft: composer?.text,
      clipped: composer?.clipped ?? false,
      ...prompts,
    };
    return locationOf(screen, text, isPastedMarker);
  },
  response: (rows, _baseline, text) => answerOf(rows, text),
  answers: { approve: /^Yes, proceed$/, deny: /^No\b/ },
  request: codexRequest,
  isAbout: isCodexAbout,
  mayAsk: mayCodexAsk,
};

/** `[Pasted Content 1500 chars]` stands for a text of that length. */
function isPastedMarker(shown: string, text: string): boolean {
  const count = Number(/^\[Pasted Content (\d+) chars\]$/.exec(shown.trim())?.[1] ?? Number.NaN);
  return [text, text.trimEnd(), text.trim()].some(
    (value) => value.length === count || Array.from(value).length === count,
  );
}
