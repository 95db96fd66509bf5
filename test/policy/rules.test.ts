import { DEFAULT_RULES, validateRule } from '../../policy';
import { ask, verdictOf, withRules } from './support';

describe('rules of the user', () => {
  test('the first that fits decides, by position and not by place in the list', () => {
    const rules = withRules(
      { position: 5, pattern: 'frob *', verdict: 'deny' },
      { position: -5, pattern: 'frob safe *', verdict: 'allow' },
    );
    expect(verdictOf('frob safe x', rules)).toBe('allow');
    expect(verdictOf('frob other', rules)).toBe('deny');
  });

  test('each part needs a rule of its own', () => {
    const rules = withRules({ pattern: 'npm run *' });
    expect(verdictOf('npm run deploy', rules)).toBe('allow');
    expect(verdictOf('npm run deploy && rm -rf x', rules)).toBe('ask');
    expect(verdictOf('npm run deploy > /etc/x', rules)).toBe('ask');
    expect(verdictOf('npm run deploy $(rm -rf /)', rules)).toBe('deny');
  });

  test('what runs another command is looked through', () => {
    const rules = withRules({ pattern: 'frob *', verdict: 'deny' });
    for (const command of [
      'env X=1 frob a',
      'timeout 5 frob',
      'sudo -u me frob',
      'sh -c "frob x"',
      'ls | xargs frob',
    ])
      expect({ command, verdict: verdictOf(command, rules) }).toEqual({ command, verdict: 'deny' });
  });

  test('without a note of its own, the reason names the pattern', () => {
    const { reason } = ask({ command: 'frob a' }, withRules({ pattern: 'frob *', note: '' }));
    expect(reason).toBe('The rule for frob * says allow');
  });

  test('switched off and for another agent, a rule does nothing', () => {
    expect(verdictOf('frob', withRules({ pattern: 'frob', enabled: false }))).toBe('ask');
    expect(verdictOf('frob', withRules({ pattern: 'frob', agent: 'codex' }))).toBe('ask');
    expect(verdictOf('frob', withRules({ pattern: 'frob', agent: 'claude' }))).toBe('allow');
  });

  test('a shipped rule can be overruled, in both directions', () => {
    expect(verdictOf('git push origin x', withRules({ pattern: 'git push *' }))).toBe('allow');
    expect(verdictOf('git commit --amend', withRules({ pattern: 'git commit --amend*' }))).toBe('allow');
    expect(verdictOf('DATABASE_URL=x npm test', withRules({ pattern: 'DATABASE_URL=*' }))).toBe('allow');
    expect(verdictOf('ls', withRules({ pattern: 'ls *', verdict: 'deny' }))).toBe('deny');
    const inTmp = withRules({ tool: 'Write', kind: 'path', pattern: '/tmp/**' });
    expect(verdictOf('echo x > /tmp/a', inTmp)).toBe('allow');
    // Writing is not deleting.
    expect(verdictOf('rm /tmp/a', inTmp)).toBe('ask');
  });

  test('no rule allows words that are known only when the command runs', () => {
    const rules = withRules({ pattern: '*' });
    expect(verdictOf('frob anything', rules)).toBe('allow');
    for (const command of ['frob $X', 'frob "$(cat a)"', '$FROB', 'frob `ls`', 'frob {1..9}', 'frob ${a:-b}'])
      expect({ command, verdict: verdictOf(command, rules) }).toEqual({ command, verdict: 'ask' });
  });

  test('no rule allows what the shell would not read', () => {
    expect(verdictOf('frob "a', withRules({ pattern: '*' }))).toBe('ask');
  });

  test('one rule can not allow every command, but can refuse it', () => {
    expect(verdictOf('frob', withRules({ kind: 'any', pattern: '*' }))).toBe('ask');
    expect(verdictOf('ls', withRules({ kind: 'any', pattern: '*', verdict: 'deny' }))).toBe('deny');
    expect(ask({ tool: 'mcp__x__y' }, withRules({ tool: 'mcp__x__*', kind: 'any' })).verdict).toBe('allow');
    expect(ask({ tool: 'mcp__z__y' }, withRules({ tool: 'mcp__x__*', kind: 'any' })).verdict).toBe('ask');
  });

  test('a rule that can not be read never makes anything more allowed', () => {
    expect(verdictOf('frob', withRules({ pattern: 're:(' }))).toBe('ask');
    expect(verdictOf('ls', withRules({ pattern: 're:(', verdict: 'ask' }))).toBe('ask');
  });

  test('without any rule, all is asked', () => {
    expect(verdictOf('ls', [])).toBe('ask');
    expect(ask({ tool: 'Read', path: 'a' }, []).verdict).toBe('ask');
  });
});

describe('patterns for commands', () => {
  test.each([
    ['npm run *', 'npm run x', true],
    ['npm run *', 'npm run', true],
    ['npm run *', 'npm runx', false],
    ['npm run*', 'npm runx', true],
    ['frob {a,b} c', 'frob b c', true],
    ['frob {a,b} c', 'frob c c', false],
    ['frob *.ts', 'frob a b.ts', true],
    ['frob a*b*c', 'frob a1b2c', true],
    ['frob a*b*c', 'frob acb', false],
    ['frob ab*ba', 'frob aba', false],
    ['frob \\*', "frob '*'", false],
    ['frob', "'fr'ob", true],
    ['frob x y', "frob 'x y'", false],
    ["frob 'x y'", 'frob x\\ y', true],
    ['re:frob [0-9]+', 'frob 12', true],
    ['re:frob [0-9]+', 'frob 12 x', false],
    ['re:frob', 'ls frob', false],
  ])('%s fits %s: %s', (pattern, command, fits) => {
    expect(verdictOf(command, withRules({ pattern, verdict: 'deny' })) === 'deny').toBe(fits);
  });

  test('an expression takes no time to speak of, whatever it is', () => {
    const rules = withRules({ pattern: 're:frob (a+)+(a|aa)+b', verdict: 'deny' });
    const start = performance.now();
    expect(verdictOf(`frob ${'a'.repeat(10_000)}`, rules)).toBe('ask');
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe('patterns for files', () => {
  test.each([
    ['*.md', 'a.md', true],
    ['*.md', 'docs/deep/a.md', true],
    ['*.md', '/etc/a.md', false],
    ['docs/*.md', 'docs/a.md', true],
    ['docs/*.md', 'docs/deep/a.md', false],
    ['docs/', 'docs/deep/a.md', true],
    ['docs/**', 'other/docs/a.md', false],
    ['./a.md', 'sub/a.md', false],
    ['/etc/**', '/etc/deep/x', true],
    ['/etc/*', '/etc/deep/x', false],
    ['~/notes/**', '/home/me/notes/a', true],
    ['~/notes/**', '/home/you/notes/a', false],
    ['!a.md', 'b.md', false],
  ])('%s fits %s: %s', (pattern, path, fits) => {
    const rules = withRules({ tool: 'Write', kind: 'path', pattern, verdict: 'deny' });
    expect(ask({ tool: 'Write', path }, rules).verdict === 'deny').toBe(fits);
  });

  test('capital letters do not get past a careful rule, and do not widen an allowing one', () => {
    const path = '/OPT/x';
    const careful = withRules({ tool: 'Write', kind: 'path', pattern: '/opt/**', verdict: 'deny' });
    expect(ask({ tool: 'Write', path }, careful).verdict).toBe('deny');
    const allowing = withRules({ tool: 'Write', kind: 'path', pattern: '/opt/**' });
    expect(ask({ tool: 'Write', path }, allowing).verdict).toBe('ask');
  });
});

describe('the shipped rules', () => {
  test('are all rules that can be kept', () => {
    for (const rule of DEFAULT_RULES)
      expect({ id: rule.id, faults: validateRule(rule) }).toEqual({ id: rule.id, faults: [] });
  });

  test('have ids and positions of their own', () => {
    expect(new Set(DEFAULT_RULES.map((rule) => rule.id)).size).toBe(DEFAULT_RULES.length);
    expect(new Set(DEFAULT_RULES.map((rule) => rule.position)).size).toBe(DEFAULT_RULES.length);
  });

  test('survive being kept as JSON', () => {
    const kept = JSON.parse(JSON.stringify(DEFAULT_RULES)) as typeof DEFAULT_RULES;
    expect(verdictOf('npm test', kept)).toBe('allow');
    expect(verdictOf('rm -rf /', kept)).toBe('deny');
  });
});
