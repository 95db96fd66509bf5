/**
 * A plain shell. Whether it is ready can only be read from its prompt: a sign (`$ # % > ❯ ➜ λ »`) right before the
 * cursor and nothing after it. Known limits: a prompt that is only `>` looks like a continuation and is never ready; a
 * `read` of the shell itself whose question ends with a sign (`name> `) looks like a prompt.
 */
import { deadPane } from '../screen/ended';
import type { AgentProgram, Frame, SessionReading } from '../types';
import { openInput } from '../aider/input-box';
import { findBox } from '../claude/input-box';
import { isShell, rowAt } from '../screen/lines';
import { readCommandLine } from './command-line';
import { holdsEcho, outputOf } from './output';
import { sightInShell } from './locate-prompt';
import { refusedByShell, typingInShell } from './typing';

function classify(frame: Frame): SessionReading {
  const { command, cursorY, lines } = frame;
  if (frame.dead) return deadPane('shell', 'shell');
  if (!isShell(command)) {
    return { state: 'busy', reason: `${command} is running`, rule: 'shell.foreground', evidence: command };
  }
  const evidence = rowAt(lines, cursorY).trimEnd();
  // A prompt that ends with `>` looks like Aider's input line, but for the rule above that.
  if (findBox(frame)?.cursorInside || (openInput(frame)?.rule ?? -1) >= 0) {
    const reason =
      'an agent program that was started by a script is on the screen: register the session with that agent';
    return { state: 'unknown', reason, rule: 'shell.agent-inside', evidence };
  }
  const line = readCommandLine(frame);
  switch (line.kind) {
    case 'prompt':
      return {
        state: 'waiting_input',
        reason: 'the shell waits for a command',
        rule: 'shell.prompt',
        evidence,
      };
    case 'draft': {
      const reason = 'text is waiting on the command line';
      return { state: 'unknown', reason, rule: 'shell.draft', evidence, draft: line.text };
    }
    case 'continuation': {
      const reason =
        'the shell waits for the rest of an unfinished command: finish it, or press Ctrl-C in the terminal';
      return { state: 'unknown', reason, rule: 'shell.continuation', evidence };
    }
    case 'none':
      return { state: 'busy', reason: 'the shell shows no prompt', rule: 'shell.no-prompt', evidence };
  }
}

export const shell: AgentProgram = {
  id: 'shell',
  title: 'Shell',
  verified: 'bash 5.2, zsh 5.9, fish 3.6 and dash 0.5.12 in tmux 3.3a, 2026-11-26',
  // It draws a text of four rows from 5 rows on, and wraps its prompt below 15 columns.
  smallest: { width: 15, height: 5 },
  launch: undefined,
  onlyWhenTargeted: true,
  showsWork: false,
  interruptKeys: ['C-c'],
  // Ctrl-U leaves the other lines of a text in zsh and fish, and all of it in vi's command mode.
  clearKeys: ['C-c'],
  typing: typingInShell,
  refuses: refusedByShell,
  matches: ({ command }) => isShell(command),
  classify,
  locatePrompt: sightInShell,
  response: outputOf,
  holdsPrompt: holdsEcho,
};
