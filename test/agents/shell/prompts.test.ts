/** Prompts that people have, in the shells that draw them: the first command works, and its answer is what it printed. */
import { shell } from '../../../agents/shell';
import { installed, RealShell, runIn } from '../real-tmux';

const RIGHT = 'function fish_prompt; echo -n "me> "; end; function fish_right_prompt; date +%T; end';
const TRANSIENT =
  "zle-line-finish() { PROMPT='❯ '; RPROMPT=''; zle reset-prompt }; zle -N zle-line-finish; precmd() { PROMPT=$'%~ on main\\n❯ '; RPROMPT='%*' }";
const PROMPTS: [title: string, command: string, lines: string][] = [
  ['the time in front', 'bash', "PS1='\\t \\w\\$ '"],
  ['a blank row, the directory and a sign', 'bash', "PS1='\\n\\w on main\\n❯ '"],
  [
    'programs run before it',
    'bash',
    "PROMPT_COMMAND='/bin/sleep 0.05; date > /dev/null'; PS1='me@box:\\w\\$ '",
  ],
  ['the mode of vi', 'bash', "set -o vi; bind 'set show-mode-in-prompt on'; PS1='$ '"],
  ['a short sign', 'zsh', "PROMPT='%# '"],
  ['the time at the right', 'zsh', "PROMPT='%# '; RPROMPT='%T'"],
  ['seconds at the right', 'zsh', "PROMPT='me %# '; RPROMPT='[%*] main'"],
  ['a blank row, the directory and a sign', 'zsh', "PROMPT=$'\\n%~ on main\\n❯ '"],
  ['two rows with corners and a right prompt', 'zsh', "PROMPT=$'╭─%n %~\\n╰─%# '; RPROMPT='%*'"],
  ['a shorter one after Enter', 'zsh', TRANSIENT],
  ['a clock that ticks', 'zsh', "PROMPT='%* %# '; RPROMPT='%*'; TMOUT=1; TRAPALRM() { zle reset-prompt }"],
  ['a right prompt that goes on Enter', 'zsh', "setopt transient_rprompt; PROMPT='%~ %# '; RPROMPT='%T'"],
  ['what it has by default', 'fish', ''],
  ['the time at the right', 'fish', RIGHT],
  [
    'a blank row, the directory and a sign',
    'fish',
    'function fish_prompt; echo; echo (prompt_pwd) on main; echo -n "❯ "; end',
  ],
  ['the mode of vi', 'fish', 'fish_vi_key_bindings; function fish_prompt; echo -n "me \\$ "; end'],
];
const COMMANDS: [text: string, output: string][] = [
  ['echo hi', 'hi'],
  ['echo hi', 'hi'],
  ['printf hello', 'hello'],
  ['echo 100%', '100%'],
  ['printf 100%%', '100%'],
  ['echo "#"', '#'],
  ['true', ''],
  ['echo a\necho b', 'a\nb'],
  ['cd /tmp', ''],
  ['pwd', '/tmp'],
  ['pwd', '/tmp'],
  ['echo 調べて 🎉', '調べて 🎉'],
  [`echo ${'w '.repeat(300).trim()}`, 'w '.repeat(300).trim()],
  ['seq 60', Array.from({ length: 60 }, (_, index) => index + 1).join('\n')],
  // Up to the edge of the terminal, and over it.
  ...[66, 70, 74, 75].map((length): [string, string] => [`echo ${'x'.repeat(length)}`, 'x'.repeat(length)]),
];

const available = installed(['bash', 'zsh', 'fish']);

test.each(PROMPTS.filter(([, command]) => available.includes(command)))(
  'a prompt with %s, in %s',
  (_title, command, lines) => {
    const pane = new RealShell([lines], command === 'bash' ? [] : [command]);
    try {
      for (const [text, output] of COMMANDS) {
        const done = runIn(pane, text);
        expect([text, done.output]).toEqual([text, output]);
        expect(['accepted', 'unknown']).toContain(shell.locatePrompt(done.after, done.baseline, text));
      }
    } finally {
      pane.end();
    }
  },
);

test.each(available)('what %s draws differently is known on the command line', (name) => {
  const pane = new RealShell([], name === 'bash' ? [] : [name]);
  try {
    for (const special of [
      '\ud7ff',
      '\u{10ffff}',
      '\u{1fae9}',
      '\u0301',
      'e\u0301',
      '\u200d',
      '\ue000',
      '\u2028',
      '👨‍👩‍👧‍👦',
    ]) {
      runIn(pane, `: x${special}y`);
      runIn(pane, `: ${special}`);
    }
  } finally {
    pane.end();
  }
});

test('an answer longer than the history says that its beginning was cut', () => {
  const pane = new RealShell(["PS1='me$ '"]);
  try {
    const { output } = runIn(pane, 'seq 3000', ({ lines }) => lines.includes('3000'));
    expect(output).toMatch(
      /^\[the beginning is missing: the terminal keeps only the last \d{4} lines\]\n\d+\n/,
    );
    expect(output.endsWith('\n3000')).toBe(true);
    // With the history full its rows can't be counted any more.
    for (let times = 0; times < 3; times += 1) {
      expect(runIn(pane, 'seq 90').output.split('\n')).toHaveLength(90);
      expect(runIn(pane, 'echo after').output).toBe('after');
    }
  } finally {
    pane.end();
  }
});
