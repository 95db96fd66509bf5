/** tmux: its version, options of the user's that hurt, the agents its panes will find, other dashboards on it. */
import { delimiter } from 'node:path';
import { agents } from '../../agents';
import { findProgram, isProgram } from '../../config/programs';
import { run } from '../../processes/exec';
import { type Check, fault, type Facts, type Finding, ok, warning } from './finding';

const TIMEOUT_MS = 5_000;
const [OLDEST_MAJOR, OLDEST_MINOR] = [3, 2] as const;
const SHORT_HISTORY_LINES = 1_000;
/** A dashboard says every 5 s that it is there. */
const BEAT_STANDS_MS = 30_000;

export const checkTmux: Check = async ({ path }) => {
  const file = findProgram('tmux', path);
  if (file === undefined)
    return fault(
      'There is no tmux on PATH.',
      'Install tmux 3.2 or newer, for instance: sudo apt-get install tmux',
    );
  const { stdout } = await run([file, '-V'], { timeoutMs: TIMEOUT_MS });
  const [, major = '', minor = ''] = /(\d+)\.(\d+)/.exec(stdout) ?? [];
  const said = stdout.trim() || 'no version';
  const isOld =
    Number(major) < OLDEST_MAJOR || (Number(major) === OLDEST_MAJOR && Number(minor) < OLDEST_MINOR);
  return isOld
    ? fault(
        `${said} (${file}) is too old: 3.2 or newer is needed.`,
        'Update tmux, then end its server (tmux kill-server).',
      )
    : ok(`${said} (${file}).`);
};

/** The answer of the tmux server; undefined where none runs. */
async function ask({ config, path }: Facts, ...command: string[]): Promise<string | undefined> {
  const file = findProgram('tmux', path) ?? 'tmux';
  const socket = config.tmuxSocket === undefined ? [] : ['-L', config.tmuxSocket];
  // Inside of tmux it would be that server, whichever it is.
  const result = await run([file, ...socket, ...command], {
    timeoutMs: TIMEOUT_MS,
    dropEnv: ['TMUX', 'TMUX_PANE'],
  });
  return result.ok ? result.stdout : undefined;
}

/** `name value` a line; text is in quotes. */
function optionsIn(text: string): Map<string, string> {
  const lines = text.split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const end = line.includes(' ') ? line.indexOf(' ') : line.length;
      return [line.slice(0, end), line.slice(end + 1).replace(/^"(.*)"$/, '$1')];
    }),
  );
}

export const checkTmuxOptions: Check = async (facts) => {
  const texts = await Promise.all([
    ask(facts, 'show-options', '-s'),
    ask(facts, 'show-options', '-g'),
    ask(facts, 'show-options', '-gw'),
  ]);
  if (texts.every((text) => text === undefined))
    return ok('No tmux server runs yet; its options are looked at once one does.');
  const options = optionsIn(texts.join('\n'));
  const found = HURTING.flatMap(([name, hurts, why, better]) => {
    const value = options.get(name);
    if (value === undefined || !hurts(value)) return [];
    const set = `tmux set-option ${better}`;
    return [warning(`The tmux option ${name} is ${value}: ${why}.`, `${set}, and the same in ~/.tmux.conf.`)];
  });
  return found.length > 0 ? found : ok('No option of the tmux server hurts.');
};

const HURTING: readonly [name: string, hurts: (value: string) => boolean, why: string, better: string][] = [
  [
    'destroy-unattached',
    (value) => value !== 'off',
    'sessions end when nobody is attached, with the agents in them',
    '-g destroy-unattached off',
  ],
  [
    'exit-unattached',
    (value) => value === 'on',
    'the server ends with all sessions when the last person detaches',
    '-s exit-unattached off',
  ],
  [
    'history-limit',
    (value) => Number(value) < SHORT_HISTORY_LINES,
    'the beginning of long answers is lost',
    '-g history-limit 20000 (for sessions made from then on)',
  ],
  [
    'alternate-screen',
    (value) => value === 'off',
    'the screens of agents run into each other',
    '-gw alternate-screen on',
  ],
  [
    'allow-set-title',
    (value) => value === 'off',
    'agents can not tell their state by the title',
    '-gw allow-set-title on',
  ],
  [
    'default-shell',
    (value) => !isProgram(value) || /\/(nologin|false)$/.test(value),
    'sessions without a program of their own end at once',
    '-g default-shell /bin/bash',
  ],
];

export const checkAgents: Check = async (facts) => {
  const names = agents.flatMap(({ launch }) => launch?.[0] ?? []);
  const answer = await ask(facts, 'show-environment', '-g', 'PATH');
  const tmuxPath = answer?.trim().replace(/^PATH=/, '');
  const ours = names.filter((name) => findProgram(name, facts.path) !== undefined);
  const theirs = names.filter((name) => findProgram(name, tmuxPath ?? facts.path) !== undefined);
  const all = [...new Set([...ours, ...theirs])];
  if (all.length === 0)
    return warning(
      `No agent was found (looked for ${names.join(', ')} in ${facts.path.split(delimiter).join(', ')}).`,
      'Install one, or start the dashboard with a PATH that has it; shells work without.',
    );
  const unseen = ours.filter((name) => !theirs.includes(name));
  if (unseen.length > 0)
    return warning(
      `The tmux server, begun with another PATH, does not find ${unseen.join(', ')}: sessions of the dashboard get its PATH, those made by hand don't.`,
      'tmux set-environment -g PATH "$PATH"',
    );
  return ok(
    `Agents: ${all.join(', ')}${tmuxPath === undefined ? '' : ', which the panes of tmux find too'}.`,
  );
};

export const checkDashboards: Check = async (facts) => {
  const { standing, nowMs } = facts;
  const own = 'pid' in standing ? `process ${standing.pid}` : undefined;
  const beats = [...optionsIn((await ask(facts, 'show-options', '-s')) ?? '')].flatMap(
    ([name, value]): Finding[] => {
      if (!name.startsWith('@architect_beat_')) return [];
      const [at = '', ...where] = value.split(' ');
      const isDead = nowMs - Number(at) > BEAT_STANDS_MS;
      const who = where.join(' ');
      if (isDead || (own !== undefined && who.endsWith(own))) return [];
      return [
        warning(
          `Another dashboard works on this tmux server (${who}): each one leaves the other's sessions alone.`,
          'Give one of them a tmux server of its own (ARCHITECT_TMUX_SOCKET), or stop it.',
        ),
      ];
    },
  );
  return beats.length > 0 ? beats : ok('No other dashboard works on this tmux server.');
};
