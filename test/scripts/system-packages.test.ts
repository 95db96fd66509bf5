import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, libUrl, makeDirectory, removeDirectory, runModule, writeProgram } from './support';

let bin: string;
beforeEach(() => (bin = makeDirectory()));
afterEach(() => removeDirectory(bin));

function ensure(name: 'ensureTmux' | 'ensureChromium', env: NodeJS.ProcessEnv = {}, uid = 0): Promise<Ended> {
  const source = `
    import { ${name} } from ${JSON.stringify(libUrl('system-packages.mjs'))};
    import { runMain } from ${JSON.stringify(libUrl('project.mjs'))};
    process.getuid = () => ${uid};
    await runMain(async () => { process.stdout.write(await ${name}(process.env)); return 0; });`;
  return runModule(source, { PATH: bin, ...env });
}

/** An apt-get that writes down what it is asked and "installs" tmux. */
function fakeAptGet(exitCode = 0): void {
  for (const tool of ['sh', 'cp'])
    symlinkSync(execFileSync('which', [tool]).toString().trim(), join(bin, tool));
  writeProgram(join(bin, 'template'), '#!/bin/sh\n');
  writeProgram(
    join(bin, 'apt-get'),
    `#!/bin/sh\necho "$@" >> ${bin}/asked\n[ "$1" = update ] || { echo "no space left"; cp ${bin}/template ${bin}/tmux; exit ${exitCode}; }\n`,
  );
}

test('a program on PATH is used as it is', async () => {
  fakeAptGet();
  const tmux = writeProgram(join(bin, 'tmux'), '#!/bin/sh\n');
  expect(await ensure('ensureTmux')).toEqual({ code: 0, stdout: tmux, stderr: '' });
});

test('as root, a missing program is installed', async () => {
  fakeAptGet();
  const { code, stdout, stderr } = await ensure('ensureTmux');
  expect({ code, stdout }).toEqual({ code: 0, stdout: join(bin, 'tmux') });
  expect(stderr).toContain('Installing tmux (apt-get');
});

test('an installation that fails is reported with its last lines and what to do', async () => {
  fakeAptGet(100);
  const { code, stderr } = await ensure('ensureTmux');
  expect(code).toBe(1);
  expect(stderr).toMatch(/apt-get install.* failed: exit code 100\.\n +no space left\nInstall tmux by hand/);
});

test('without root, one line says the command to run', async () => {
  fakeAptGet();
  const { code, stderr } = await ensure('ensureTmux', {}, 1000);
  expect(code).toBe(1);
  expect(stderr).toContain(
    'tmux is missing. Install it: sudo apt-get install -y --no-install-recommends tmux',
  );
});

test('without a known package manager, the message names the program', async () => {
  const { code, stderr } = await ensure('ensureTmux');
  expect(code).toBe(1);
  expect(stderr).toContain('tmux is missing. Install it so that "tmux" is on PATH.');
});

test('CHROMIUM_PATH wins, and must be a program', async () => {
  writeProgram(join(bin, 'chromium'), '#!/bin/sh\n');
  const named = writeProgram(join(bin, 'my-chrome'), '#!/bin/sh\n');
  expect(await ensure('ensureChromium', { CHROMIUM_PATH: named })).toMatchObject({ code: 0, stdout: named });
  const { code, stderr } = await ensure('ensureChromium', { CHROMIUM_PATH: join(bin, 'none') });
  expect(code).toBe(1);
  expect(stderr).toContain(`CHROMIUM_PATH=${join(bin, 'none')} is no program`);
});

describe('a Chromium that has no windows', () => {
  /** Those of apt-get, where `work` is what it does. */
  async function add(work: string, { name = 'chromium', uid = 0 } = {}): Promise<string[]> {
    for (const tool of ['cp', 'sh'])
      symlinkSync(execFileSync('which', [tool]).toString().trim(), join(bin, tool));
    writeProgram(join(bin, 'apt-get'), `#!/bin/sh\necho "$@" >> ${bin}/asked\n${work}\n`);
    const chromium = writeProgram(join(bin, name), '#!/bin/sh\n');
    const { code, stderr } = await runModule(
      `import { addHeadlessShell } from ${JSON.stringify(libUrl('system-packages.mjs'))};
      process.getuid = () => ${uid};
      await addHeadlessShell(${JSON.stringify(chromium)}, process.env);`,
      { PATH: bin },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const asked = join(bin, 'asked');
    return existsSync(asked) ? readFileSync(asked, 'utf8').trim().split('\n') : [];
  }
  const headless = () => join(bin, 'chromium-headless-shell');

  test('is added by root, once, and nothing else is changed for it', async () => {
    const asked = await add(`[ "$1" = --download-only ] || cp ${bin}/chromium ${headless()}`);
    expect(asked).toEqual([
      expect.stringMatching(/^--download-only install /),
      expect.stringMatching(/^install -y .*--no-upgrade --no-remove .*chromium-headless-shell$/),
    ]);
    expect(existsSync(headless())).toBe(true);
  });

  test('is not asked for where it is', async () => {
    writeProgram(headless(), '#!/bin/sh\n');
    expect(await add('')).toEqual([]);
  });

  test('is done without where it can’t be had', async () => {
    expect(await add('exit 100')).toHaveLength(1);
  });

  test('is not asked for by others than root, nor for a browser from elsewhere', async () => {
    expect(await add('', { uid: 1000 })).toEqual([]);
    removeDirectory(bin);
    bin = makeDirectory();
    expect(await add('', { name: 'google-chrome' })).toEqual([]);
  });
});
