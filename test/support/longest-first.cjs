/**
 * The order of test files: those that wait for whole programs begin first, so that no long one ends last, and those that
 * only work fill the time that the others wait. What jest remembers of a file's last run counts only within a group.
 */
const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * From the longest to the shortest, after those that start programs by the hundred from the process of the test itself:
 * that costs several times as much once the process has grown. A group is a beginning of the paths below test/.
 */
const GROUPS = [
  'activities/plans/worktrees',
  'server/doctor',
  'terminal/tmux/hooks',
  'faults/short',
  'e2e/',
  'engine/',
  'agents/shell/',
  'workflows/',
  'terminal/tmux/',
  'api/',
  'web/',
];

const groupOf = (path) => {
  const index = GROUPS.findIndex((group) => path.includes(`/test/${group}`));
  return index < 0 ? GROUPS.length : index;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => groupOf(a.path) - groupOf(b.path));
  }
};
