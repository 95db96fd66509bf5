/** git subcommands that change something, with the options under which they neither rewrite history nor push. */
import { isLiteral, literal, type Value } from '../shell/value';
import type { Options, OptionSpec } from './options';
import { file, files, type Call } from './types';

interface Change {
  readonly options: OptionSpec;
  /** The first word that makes it more than it looks. */
  readonly unsafe?: (options: Options) => Value | undefined;
  readonly effects?: (call: Call, options: Options) => void;
  /** Files come out of the repository, links among them. */
  readonly tree?: (options: Options) => boolean;
  /** Its words may hold text that is printed by a judged command: messages. */
  readonly text?: boolean;
}

const notMatching =
  (pattern: RegExp) =>
  ({ operands }: Options): Value | undefined =>
    operands.find((value) => !isLiteral(value) || !pattern.test(value.text));

/** Not an address (`ext::sh -c ...` runs a command), not a forced or mapped branch. */
const PLAIN_REF = /^[\w][\w./@-]*(~\d*|\^\d*)*$/;
/** Names that are hardly files: `git checkout FILE` throws away what was changed in FILE. */
const BRANCH =
  /^(-|main|master|develop|development|dev|trunk|staging|(origin|upstream)\/[\w./-]+|(feature|feat|fix|bugfix|hotfix|release|chore|task|topic|wip)\/[\w./-]+)$/;

/** The name of a remote: an address, or a path, can make git run a command. */
const REMOTE = /^\w[\w.-]*$/;
function remoteAndRefs({ operands: [remote, ...refs] }: Options): Value | undefined {
  if (remote && !(isLiteral(remote) && REMOTE.test(remote.text))) return remote;
  return refs.find((value) => !isLiteral(value) || !PLAIN_REF.test(value.text));
}

/** Reading a setting that holds no secret. */
function oneSetting(options: Options): Value | undefined {
  const operands = options.operands[0]?.text === 'get' ? options.operands.slice(1) : options.operands;
  const [name, value] = [...options.valuesOf('get'), ...operands];
  if (value) return value;
  const harmless = /^(user|core|remote|branch|init|pull|push|merge|rebase|commit|diff)\.[\w./-]+$/;
  return isLiteral(name) && harmless.test(name.text) ? undefined : (name ?? literal('git config'));
}

const first = (options: Options, allowed: string): Value | undefined => {
  const [sub] = options.operands;
  const known = sub === undefined || (isLiteral(sub) && allowed.split(' ').includes(sub.text));
  return known ? undefined : sub;
};

const MESSAGE = { values: 'm', longValues: 'message' };

const always = () => true;

export const CHANGING: Readonly<Record<string, Change>> = {
  add: {
    options: { flags: 'AuvnN', long: 'all update verbose dry-run intent-to-add ignore-removal no-all' },
  },
  commit: {
    text: true,
    options: {
      flags: 'aqvs',
      values: 'mF',
      long: 'all quiet verbose signoff allow-empty no-edit no-gpg-sign dry-run short porcelain',
      longValues: 'message file author date trailer fixup squash',
    },
    effects: (call, options) =>
      files(
        call,
        'Bash',
        options.valuesOf('F', 'file').filter((value) => value.text !== '-'),
      ),
  },
  switch: {
    tree: (options) => !options.has('c', 'create'),
    options: {
      flags: 'qtd',
      values: 'c',
      long: 'quiet track no-track detach guess no-guess',
      longValues: 'create',
    },
  },
  checkout: {
    tree: (options) => !options.has('b'),
    options: { flags: 'qt', values: 'b', long: 'quiet track no-track' },
    unsafe: (options) => (options.has('b') ? notMatching(PLAIN_REF)(options) : oneBranch(options)),
  },
  restore: {
    options: { flags: 'Sq', long: 'staged quiet' },
    unsafe: (options) => (options.has('S', 'staged') ? undefined : literal('git restore without --staged')),
  },
  reset: {
    options: { flags: 'q', long: 'quiet' },
    unsafe: ({ operands: [commit] }) => (commit === undefined || commit.text === 'HEAD' ? undefined : commit),
  },
  stash: {
    text: true,
    options: {
      flags: 'kupq',
      values: 'm',
      long: 'keep-index include-untracked patch quiet index stat',
      longValues: 'message',
    },
    unsafe: (options) => first(options, 'push save list show apply pop'),
    // Takes away what isn't in the repository.
    effects: (call, options) => {
      if (options.has('u', 'include-untracked')) file(call, 'ReadTree', literal('.'));
    },
    tree: ({ operands: [sub] }) => /^(apply|pop)$/.test(sub?.text ?? ''),
  },
  fetch: {
    options: {
      flags: 'apqtv',
      long: 'all prune quiet tags no-tags verbose progress',
      longValues: 'depth jobs',
    },
    unsafe: remoteAndRefs,
  },
  pull: {
    tree: always,
    options: { flags: 'qv', long: 'ff-only quiet verbose no-rebase prune' },
    // Otherwise, depending on settings, it rebases.
    unsafe: (options) =>
      options.has('ff-only') ? remoteAndRefs(options) : literal('git pull without --ff-only'),
  },
  merge: {
    tree: always,
    text: true,
    options: {
      ...MESSAGE,
      flags: 'qv',
      long: 'ff ff-only no-ff no-edit no-commit squash stat no-stat quiet',
    },
    unsafe: notMatching(PLAIN_REF),
  },
  'cherry-pick': {
    tree: always,
    options: { flags: 'xns', long: 'no-commit signoff' },
    unsafe: notMatching(/^[\w][\w./@^~-]*(\.\.[\w./@^~-]+)?$/),
  },
  revert: {
    tree: always,
    options: { flags: 'n', long: 'no-edit no-commit' },
    unsafe: notMatching(/^[\w][\w./@^~-]*$/),
  },
  branch: {
    options: {
      flags: 'arvqt',
      long: 'all remotes list show-current verbose quiet no-color color column no-column track no-track ignore-case contains no-contains merged no-merged abbrev',
      longValues: 'points-at sort format',
    },
  },
  tag: {
    text: true,
    options: {
      flags: 'lan0123456789',
      values: 'm',
      long: 'list annotate contains no-contains merged no-merged column ignore-case',
      longValues: 'message sort format points-at',
    },
  },
  remote: {
    options: { flags: 'v', long: 'verbose all push' },
    unsafe: (options) => first(options, 'show get-url') ?? notMatching(REMOTE)(options),
  },
  reflog: {
    options: { flags: 'n0123456789', long: 'oneline all date' },
    unsafe: (options) => first(options, 'show HEAD'),
  },
  worktree: {
    options: { flags: 'v', long: 'porcelain' },
    unsafe: (options) => first(options, 'list') ?? none(options),
  },
  help: { options: { flags: 'a', long: 'all' }, unsafe: notMatching(/^[\w-]+$/) },
  'ls-remote': { options: { flags: 'ht', long: 'heads tags refs quiet' }, unsafe: remoteAndRefs },
  submodule: {
    options: { flags: '', long: 'recursive cached' },
    unsafe: (options) => first(options, 'status summary'),
  },
  config: {
    options: { longValues: 'get' },
    unsafe: oneSetting,
  },
  mv: {
    options: { flags: 'kvn', long: 'verbose dry-run' },
    effects: (call, { operands }) => {
      files(call, 'Write', operands);
      // All that lies in it goes along, what isn't in the repository too.
      files(call, 'ReadTree', operands.slice(0, -1));
    },
  },
  rm: {
    options: { flags: 'rqn', long: 'cached quiet dry-run ignore-unmatch' },
    effects: (call, options) => {
      if (options.has('cached')) return;
      for (const value of options.operands) file(call, options.has('r') ? 'DeleteTree' : 'Delete', value);
    },
  },
};

function oneBranch(options: Options): Value | undefined {
  const [branch, more] = options.operands;
  // After `--` there are only files.
  if (more || options.separated) return more ?? literal('--');
  return branch && isLiteral(branch) && BRANCH.test(branch.text)
    ? undefined
    : (branch ?? literal('git checkout'));
}

const none = ({ operands }: Options) => (operands.length === 0 ? literal('no operand') : undefined);
