/** A text is never taken for entered while it is still being drawn: what real shells draw is drawn again, piece by piece. */
import { shell } from '../../../agents/shell';
import type { Baseline, Frame, PromptLocation } from '../../../agents/types';
import { baselineOf } from '../../../terminal/delivery/baseline';
import { END_LOOKS, installed, RealShell } from '../real-tmux';

const PROMPTS: Readonly<Record<string, string>> = {
  bash: "PS1='me@box:~$ '",
  zsh: "PROMPT='me@box %# '; RPROMPT='%T'",
  fish: 'function fish_prompt; echo -n "me@box> "; end; function fish_right_prompt; date +%T; end',
};
const LOOP = 'for i in 1 2 3; do\n  echo "line $i"\n  true\n  true\n  true\ndone';
const TEXTS: [title: string, text: string, pieces: number][] = [
  ['two lines', 'echo a1\necho b', 150],
  ['a loop of six lines', LOOP, 150],
  ['lines that repeat', 'echo a\necho a\necho a', 150],
  ['one line over many rows', `echo ${'word and word '.repeat(100).trim()}`, 60],
  ['signs of prompts', 'echo \\$ > /dev/null\necho % > /dev/null # x', 150],
];
const isReady = (frame: Frame) => shell.classify(frame).state === 'waiting_input';
/** Sequences that a terminal acts on, or single characters: none is cut in two. */
// oxlint-disable-next-line no-control-regex -- sequences of a terminal begin with ESC
const PIECES = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[^[\]]|[^\x1b]/gsu;

/** What the shell writes for the paste and for Enter, and the look before. */
function recorded(name: string, text: string): { baseline: Baseline; echo: string; entered: string } {
  const pane = new RealShell([PROMPTS[name] ?? ''], name === 'bash' ? [] : [name]);
  try {
    const baseline = baselineOf(pane.until(isReady));
    const echo = pane.record();
    pane.paste(text);
    // fish draws a long line more than once.
    pane.until((frame) => shell.locatePrompt(frame, baseline, text) === 'input', END_LOOKS);
    const drawn = echo.finished();
    const enter = pane.record();
    pane.keys('Enter');
    pane.until((frame) => shell.locatePrompt(frame, baseline, text) === 'accepted' && isReady(frame));
    return { baseline, echo: drawn, entered: enter.finished() };
  } finally {
    pane.end();
  }
}

/** The sighting after each of at most `count` parts of `output`. */
function sightings(look: (piece: string) => PromptLocation, output: string, count: number): PromptLocation[] {
  const pieces = output.match(PIECES) ?? [];
  const size = Math.ceil(pieces.length / count);
  const parts = Array.from({ length: Math.ceil(pieces.length / size) }, (_, index) =>
    pieces.slice(index * size, (index + 1) * size).join(''),
  );
  return parts.map(look);
}

describe.each(installed(['bash', 'zsh', 'fish']))('%s', (name) => {
  test.each(TEXTS)(
    '%s, drawn piece by piece, counts as entered after Enter only',
    (_title, posix, pieces) => {
      const text =
        name === 'fish' && posix === LOOP ? 'for i in 1 2 3\n  echo "line $i"\n  true\nend' : posix;
      const { baseline, echo, entered } = recorded(name, text);
      const screen = new RealShell([], ['sh', '-c', 'stty raw -echo; exec sleep 600']);
      try {
        screen.until(({ command }) => command === 'sleep');
        const promptRows = '\r\n'.repeat(baseline.cursorY) + baseline.promptRow.trimEnd();
        screen.draw(`${promptRows}\x1b[${baseline.cursorX + 1}G`);
        const before = { ...baseline, historySize: 0 };
        const look = (piece: string) =>
          shell.locatePrompt({ ...screen.draw(piece), command: name }, before, text);
        const typing = sightings(look, echo, pieces);
        expect(new Set(typing)).not.toContain('accepted');
        expect(typing.at(-1)).toBe('input');
        // Once something is drawn, nobody may think that nothing was typed.
        const first = typing.findIndex((sighting) => sighting !== 'absent');
        expect(typing.slice(first)).not.toContain('absent');
        const running = sightings(look, entered, Math.min(pieces, 60));
        expect(running).not.toContain('absent');
        expect(running.at(-1)).toBe('accepted');
      } finally {
        screen.end();
      }
    },
  );
});
