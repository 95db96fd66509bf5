import { ask } from './support';

const inDirs = (command: string, places: object) => ask({ command, ...places }).verdict;

describe('the working directory', () => {
  test.each([
    ['echo x > /srv/app/out.txt', { workingDir: '/srv/app' }, 'allow'],
    ['echo x > /srv/app/out.txt', { workingDir: '/srv/app/' }, 'allow'],
    ['echo x > /srv/app-2/out.txt', { workingDir: '/srv/app' }, 'ask'],
    ['echo x > /srv/app/../x', { workingDir: '/srv/app' }, 'ask'],
    ['echo x > ~/work/x', {}, 'allow'],
    ['echo x > ~/work/x', { home: undefined }, 'ask'],
    ['echo x > ~/x', {}, 'ask'],
    ['rm a.txt', { workingDir: '/' }, 'allow'],
    ['rm -rf .', { workingDir: '/home/me' }, 'deny'],
    ['rm -rf *', { workingDir: '/' }, 'deny'],
    ['echo x > a', { workingDir: 'relative' }, 'ask'],
  ] as const)('%s in %j: %s', (command, places, verdict) => {
    expect(inDirs(command, places)).toBe(verdict);
  });
});

describe('a project around the working directory', () => {
  const places = { workingDir: '/home/me/work/packages/a', projectRoot: '/home/me/work' };
  test.each([
    ['cd ../.. && git status', 'allow'],
    ['cd ../../.. && git status', 'ask'],
    ['grep -r x ../b', 'allow'],
    ['grep -r x ../../..', 'ask'],
    ['git -C ../.. log', 'allow'],
    ['echo x > ../b/out', 'ask'],
    ['rm ../../a.txt', 'ask'],
    ['cd ../.. && echo x > a.txt', 'ask'],
  ] as const)('%s: %s', (command, verdict) => {
    expect(inDirs(command, places)).toBe(verdict);
  });

  test('may be read with the file tools, not changed', () => {
    const path = '/home/me/work/README.md';
    expect(ask({ tool: 'Read', path, ...places }).verdict).toBe('allow');
    expect(ask({ tool: 'Edit', path, ...places }).verdict).toBe('ask');
  });

  test('is not believed where it is not around the working directory, or is the whole disk', () => {
    const workingDir = '/home/me/work';
    for (const projectRoot of ['/', '/etc', '/home/me/work/sub', '/home/me/wo']) {
      expect(ask({ tool: 'Read', path: '/etc/hosts', workingDir, projectRoot }).verdict).toBe('ask');
      expect(ask({ tool: 'Read', path: '/home/me/x', workingDir, projectRoot }).verdict).toBe('ask');
    }
  });
});

describe('after cd', () => {
  test.each([
    ['cd src && echo x > a', 'allow'],
    ['cd src && echo x > ../a', 'allow'],
    ['cd src && echo x > ../../a', 'ask'],
    // If there is no src, the shell is still where it was.
    ['cd src; echo x > ../a', 'ask'],
    ['cd src || echo x > ../a', 'ask'],
    ['cd src || exit 1; echo x > ../a', 'allow'],
    ['cd src || return; echo x > ../a', 'ask'],
    ['(cd src); echo x > ../a', 'ask'],
    ['(cd src && echo x > ../a)', 'allow'],
    ['{ cd src && true; } && echo x > ../a', 'allow'],
    ['cd src & echo x > ../a', 'ask'],
    ['cd src | true; echo x > ../a', 'ask'],
    ['if cd src; then echo x > ../a; fi', 'allow'],
    ['if cd src; then true; fi; echo x > ../a', 'ask'],
    ['if ! cd src; then exit 1; fi; echo x > ../a', 'allow'],
    ['cd src/deep && cd .. && cd .. && echo x > a', 'allow'],
    ['cd .git/hooks && echo x > pre-commit', 'ask'],
    ['cd src && git -C .. status', 'allow'],
  ] as const)('%s: %s', (command, verdict) => {
    expect(ask({ command }).verdict).toBe(verdict);
  });
});

describe('files that act without being told', () => {
  test.each([
    '.git/config',
    'sub/.git/hooks/pre-commit',
    '.GIT/config',
    '.github/workflows/ci.yml',
    '.husky/pre-commit',
    '.bashrc',
    '.envrc',
    '.env',
    '.env.local',
    '.ssh/authorized_keys',
    '.claude/settings.json',
    '.mcp.json',
    '.vscode/tasks.json',
    '.gitlab-ci.yml',
    '.ci/run',
    'deploy.pem',
    '.npmrc',
  ])('%s is not written, moved or deleted without asking', (path) => {
    for (const command of [
      `echo x > ${path}`,
      `cp a ${path}`,
      `mv ${path} b`,
      `rm ${path}`,
      `touch ${path}`,
    ]) {
      expect({ command, ...ask({ command }) }).toMatchObject({ command, verdict: 'ask' });
    }
    for (const tool of ['Write', 'Edit', 'MultiEdit', 'NotebookEdit']) {
      expect(ask({ tool, path }).verdict).toBe('ask');
    }
  });

  test('names that only look like them are plain files', () => {
    for (const path of [
      '.env.example',
      '.gitignore',
      'git/config',
      'environment.ts',
      'src/env.ts',
      'docs/workflows/ci.yml',
    ]) {
      expect(ask({ tool: 'Write', path }).verdict).toBe('allow');
    }
  });
});
