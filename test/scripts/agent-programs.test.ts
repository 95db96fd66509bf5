import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, libUrl, makeDirectory, removeDirectory, runModule, writeProgram } from './support';

/** An npm that writes down its calls and installs an agent of the version in AGENT_VERSION. */
const NPM = `#!/bin/sh
echo "$@" >> "$CALLS"
mkdir -p node_modules/.bin
printf '#!/bin/sh\\necho "agent %s"\\n' "$AGENT_VERSION" > node_modules/.bin/agent
chmod +x node_modules/.bin/agent
`;
const UNREACHABLE = '#!/bin/sh\necho "npm error code ENOTFOUND" >&2\nexit 1\n';

let home: string;
beforeEach(() => {
  home = makeDirectory();
});
afterEach(() => removeDirectory(home));

const agents = (): string => join(home, 'cache', 'architect-dashboard', 'agents');
const calls = (): string[] =>
  existsSync(join(home, 'calls')) ? readFileSync(join(home, 'calls'), 'utf8').trim().split('\n') : [];

function ensure(npm = NPM, version = '1.2.3'): Promise<Ended> {
  writeProgram(join(home, 'bin', 'npm'), npm);
  const source = `
    import { ensureAgentPrograms } from ${JSON.stringify(libUrl('agent-programs.mjs'))};
    import { runMain } from ${JSON.stringify(libUrl('project.mjs'))};
    const program = { name: 'agent', package: '@maker/agent', version: '1.2.3' };
    await runMain(async () => { await ensureAgentPrograms(process.env, [program]); return 0; });`;
  return runModule(source, {
    PATH: `${join(home, 'bin')}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    CALLS: join(home, 'calls'),
    AGENT_VERSION: version,
  });
}

test('an agent program is installed in its pinned version, once', async () => {
  expect((await ensure()).code).toBe(0);
  expect((await ensure()).code).toBe(0);
  expect(calls()).toEqual([expect.stringMatching(/^install .*@maker\/agent@1\.2\.3$/)]);
  expect(existsSync(join(agents(), 'agent-1.2.3', 'node_modules', '.bin', 'agent'))).toBe(true);
  expect(readdirSync(agents())).toEqual(['agent-1.2.3']);
});

test('a registry that is out of reach is told with what to do, and leaves nothing behind', async () => {
  const { code, stderr } = await ensure(UNREACHABLE);
  expect(code).toBe(1);
  expect(stderr).toMatch(/Installing @maker\/agent@1\.2\.3 failed/);
  expect(stderr).toMatch(/ENOTFOUND/);
  expect(stderr).toMatch(/registry has to be reached once/);
  expect(readdirSync(agents())).toEqual([]);
});

test('another version than the pinned one is not taken', async () => {
  const { code, stderr } = await ensure(NPM, '9.9.9');
  expect(code).toBe(1);
  expect(stderr).toMatch(/"agent 9\.9\.9"/);
  expect(readdirSync(agents())).toEqual([]);
});

test('an installation that was broken off is done again', async () => {
  writeProgram(join(agents(), 'agent-1.2.3', 'node_modules', '.bin', 'agent'), '#!/bin/sh\nexit 1\n');
  expect((await ensure()).code).toBe(0);
  expect(calls()).toHaveLength(1);
});

describe('which versions are run', () => {
  const sets = (versions: string): Promise<Ended> =>
    runModule(
      `import { programSets } from ${JSON.stringify(libUrl('agent-programs.mjs'))};
       import { runMain } from ${JSON.stringify(libUrl('project.mjs'))};
       await runMain(async () => {
         const sets = programSets(${JSON.stringify(versions)});
         console.log(JSON.stringify(sets.map((set) => set.map(({ name, version }) => name + '@' + version))));
         return 0;
       });`,
      { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: home },
    );
  const names = async (versions: string): Promise<string[][]> =>
    JSON.parse((await sets(versions)).stdout) as string[][];

  test('the newest, the oldest, or each of them once', async () => {
    const all = await names('all');
    expect(all.length).toBeGreaterThanOrEqual(3);
    expect(new Set(all.flat()).size).toBe(all.flat().length);
    expect(await names('newest')).toEqual([all[0]]);
    expect(await names('oldest')).toEqual([all.at(-1)]);
  });

  test('one of an agent, with the newest of the other', async () => {
    const [newest, before] = await names('all');
    expect(await names(before?.[1] ?? '')).toEqual([[newest?.[0], before?.[1]]]);
  });

  test.each(['codex@0.0.1', 'codex', 'latest', ''])('%j is refused with what there is', async (versions) => {
    const { code, stderr } = await sets(versions);
    expect(code).toBe(1);
    expect(stderr).toMatch(/expected newest, oldest, all, or .*claude@.*codex@/s);
  });
});
