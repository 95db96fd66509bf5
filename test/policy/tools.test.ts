import { ask, withRules } from './support';

describe('file tools', () => {
  test.each([
    ['Read', 'src/a.ts', 'allow'],
    ['Read', '/home/me/work/src/a.ts', 'allow'],
    ['Read', '/etc/hosts', 'ask'],
    ['Read', '../x', 'ask'],
    ['Read', '~/x', 'ask'],
    ['Read', '.env', 'ask'],
    ['Read', '/home/me/work/../.ssh/id_rsa', 'ask'],
    ['Write', 'new.txt', 'allow'],
    ['Write', '/tmp/new.txt', 'ask'],
    ['Write', '/dev/sda', 'deny'],
    ['Edit', 'src/a.ts', 'allow'],
    ['Edit', '/home/me/.bashrc', 'ask'],
    ['MultiEdit', 'src/a.ts', 'allow'],
    ['NotebookEdit', 'a.ipynb', 'allow'],
    ['NotebookEdit', '../a.ipynb', 'ask'],
    ['Grep', 'src', 'allow'],
    ['Grep', '/', 'ask'],
    ['Glob', '/home/me', 'ask'],
    ['LS', '.', 'allow'],
  ] as const)('%s %s: %s', (tool, path, verdict) => {
    expect(ask({ tool, path }).verdict).toBe(verdict);
  });

  test('searches are in the working directory when they name no other', () => {
    for (const tool of ['Grep', 'Glob', 'LS']) expect(ask({ tool }).verdict).toBe('allow');
  });

  test('a file tool without a file is asked', () => {
    for (const tool of ['Read', 'Write', 'Edit']) {
      expect(ask({ tool })).toMatchObject({ verdict: 'ask', ruleId: 'nothing-to-judge' });
    }
  });

  test('a path with characters nobody sees is asked', () => {
    expect(ask({ tool: 'Write', path: 'a\u202etxt.sh' })).toMatchObject({
      verdict: 'ask',
      ruleId: 'invisible',
    });
  });
});

describe('other tools', () => {
  test.each(['WebFetch', 'WebSearch', 'mcp__github__create_issue', 'Task', 'Skill', 'constructor', ''])(
    '%s is asked',
    (tool) => expect(ask({ tool, path: 'https://example.com/' }).verdict).toBe('ask'),
  );

  test.each(['AskUserQuestion', 'ExitPlanMode', 'EnterPlanMode'])(
    '%s is for the person, whatever the rules say',
    (tool) => {
      const rules = withRules({ tool, kind: 'any', pattern: '*' }, { tool: '*', kind: 'any', pattern: '*' });
      expect(ask({ tool }, rules)).toMatchObject({ verdict: 'ask', ruleId: 'person-only' });
    },
  );

  test('a command line is only judged as one for a shell tool', () => {
    expect(ask({ tool: 'PowerShell', command: 'ls' }).verdict).toBe('ask');
  });

  test('pages can be allowed by the name of their host', () => {
    const rules = withRules({ tool: 'WebFetch', kind: 'path', pattern: '*.example.com' });
    const verdict = (path: string) => ask({ tool: 'WebFetch', path }, rules).verdict;
    expect(verdict('https://docs.example.com/a?b=c')).toBe('allow');
    expect(verdict('docs.example.com')).toBe('allow');
    expect(verdict('https://DOCS.example.com:8443/')).toBe('allow');
    expect(verdict('https://example.com.evil.org/')).toBe('ask');
    expect(verdict('https://evil.org/docs.example.com')).toBe('ask');
    expect(verdict('https://docs.example.com@evil.org/')).toBe('ask');
  });
});
