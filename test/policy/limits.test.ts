import { ask, verdictOf } from './support';
import { allowed } from './tables/allowed';

test('a decision takes less than a millisecond', () => {
  const commands = Object.values(allowed).flat();
  for (const command of commands) verdictOf(command);
  const times = Array.from({ length: 5 }, () => commands)
    .flat()
    .map((command) => {
      const start = performance.now();
      verdictOf(command);
      return performance.now() - start;
    })
    .sort((a, b) => a - b);
  expect(times[Math.floor(times.length / 2)]).toBeLessThan(1);
});

/** Made to be slow or to fill the stack. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['open parentheses', '('.repeat(50_000)],
  ['open substitutions', '$('.repeat(50_000)],
  ['open substitutions in quotes', '"$('.repeat(30_000)],
  ['open braces', '{ '.repeat(50_000)],
  ['open backticks', '`'.repeat(99_999)],
  ['open arithmetic', '$(('.repeat(30_000)],
  ['functions in functions', 'f(){ '.repeat(19_000)],
  ['deep conditions', `${'if ls; then '.repeat(8_000)}ls${'; fi'.repeat(8_000)}`],
  ['many commands', 'ls;'.repeat(33_000)],
  ['a long pipeline', `${'ls|'.repeat(33_000)}ls`],
  ['many directories', 'cd a;'.repeat(19_000)],
  ['sudo of sudo', `${'sudo '.repeat(19_000)}ls`],
  ['xargs of xargs', `${'xargs '.repeat(16_000)}ls`],
  ['env of env', `${'env '.repeat(24_000)}ls`],
  [
    'loops in loops',
    `${'abcdefgh'.replaceAll(/./g, 'for $& in 1 2 3 4 5 6 7 8 9; do ')}ls${'; done'.repeat(8)}`,
  ],
  ['more than is judged', `echo ${'x'.repeat(100_001)}`],
];

test.each(HOSTILE)('%s are asked, soon enough', (_, command) => {
  const start = performance.now();
  expect(verdictOf(command)).toBe('ask');
  expect(performance.now() - start).toBeLessThan(10_000);
});

test('a long file written by a here-document is judged like a short one', () => {
  const file = 'const a = `${b}`; // it\'s "quoted" (here)\n'.repeat(1_000);
  expect(verdictOf(`cat > src/a.ts <<'EOF'\n${file}EOF`)).toBe('allow');
  expect(verdictOf(`cat > /etc/a.ts <<'EOF'\n${file}EOF`)).toBe('ask');
  expect(verdictOf(`cat > src/a.ts <<'EOF'\n${file}EOF\nrm -rf x`)).toBe('ask');
});

test('what may never run is refused behind characters that are not visible, too', () => {
  expect(ask({ command: 'rm -rf / \u200b' })).toMatchObject({ verdict: 'deny' });
  expect(ask({ command: 'ls \u200b' })).toMatchObject({ verdict: 'ask', ruleId: 'invisible' });
});
