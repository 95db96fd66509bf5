import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isAlive } from '../../processes/stat';
import { describeFailure, launch, open, run } from '../../processes/exec';
import { withoutDescriptors } from '../support/no-descriptors';
import { until } from '../support/tmux-server';

const node = (script: string, ...args: string[]): string[] => [process.execPath, '-e', script, ...args];

describe('run', () => {
  it('passes arguments and input to the program as they are', async () => {
    const script = 'process.stdout.write(process.argv[1] + "|"); process.stdin.pipe(process.stdout)';
    const result = await run(node(script, '$HOME `id` "a b"'), { input: 'in\n' });
    expect(result).toMatchObject({ ok: true, exitCode: 0, stdout: '$HOME `id` "a b"|in\n', timedOut: false });
  });

  it('gives a failure as a value with exit code and stderr', async () => {
    const result = await run(node('console.error("why"); process.exit(3)'));
    expect(result).toMatchObject({ ok: false, exitCode: 3, stderr: 'why\n', startError: undefined });
    expect(describeFailure(result)).toMatch(/ended with exit code 3: why$/);
  });

  it('says which program is missing', async () => {
    const result = await run(['no-such-program-here']);
    expect(result).toMatchObject({ ok: false, exitCode: undefined, startError: 'ENOENT' });
    expect(describeFailure(result)).toMatch(/no-such-program-here was not found: install it/);
  });

  it('gives what Node refuses to start as a value too, without the text it was about', async () => {
    const result = await run(['echo', 'secret\0text']);
    expect(result).toMatchObject({ ok: false, startError: 'ERR_INVALID_ARG_VALUE' });
    expect(describeFailure(result)).toBe(
      'echo could not be started: its arguments or its environment hold a NUL character',
    );
  });

  it('gives it as a value too that no further file can be opened', async () => {
    const tried = await withoutDescriptors(
      { exec: 'processes/exec' },
      `const result = await exec.run(['true']);
       return [exec.describeFailure(result), result.startError, String(exec.launch(['true'], { input: '' }))];`,
    );
    expect(tried).toEqual([
      'true could not be started: this program has as many files open as it may (ulimit -n)',
      'EMFILE',
      'undefined',
    ]);
  });

  it('tells a missing working directory from a missing program', async () => {
    const result = await run(node(''), { cwd: '/no/such/dir' });
    expect(describeFailure(result)).toMatch(
      /could not be started: the working directory \/no\/such\/dir does not/,
    );
    const missing = await run(['no-such-program-here'], { dropEnv: ['TMUX'] });
    expect(describeFailure(missing)).toMatch(/no-such-program-here was not found/);
  });

  it('keeps the end of a long stderr and the start of a long stdout', async () => {
    const script = 'process.stdout.write("a".repeat(9999)); process.stderr.write("b".repeat(9999) + "end")';
    const result = await run(node(script), { maxBytes: 10 });
    expect(result).toMatchObject({ stdout: 'a'.repeat(10), truncated: true });
    expect(result.stderr).toHaveLength(4096);
    expect(result.stderr.endsWith('end')).toBe(true);
  });

  it('kills a program that ignores SIGTERM when its time is over', async () => {
    const script = 'trap "" TERM; while :; do sleep 1; done';
    const result = await run(['sh', '-c', script], { timeoutMs: 300, killGraceMs: 100 });
    expect(result).toMatchObject({ ok: false, timedOut: true, signal: 'SIGKILL' });
    expect(isAlive(result.pid ?? 0)).toBe(false);
    expect(describeFailure(result)).toMatch(/did not end within/);
  });

  it('ends when aborted', async () => {
    const result = await run(node('setInterval(() => {}, 1000)'), { signal: AbortSignal.timeout(100) });
    expect(result).toMatchObject({ ok: false, timedOut: false, signal: 'SIGTERM' });
  });

  it('takes names out of the inherited environment', async () => {
    const script = 'console.log(process.env["HOME"] ?? "none", Boolean(process.env["PATH"]))';
    expect((await run(node(script), { dropEnv: ['HOME'] })).stdout).toBe('none true\n');
  });
});

describe('launch', () => {
  it('starts a program in a session of its own, which reads what it is given', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'architect-exec-')), 'read');
    const pid = launch(['sh', '-c', `cat > ${file}.new; mv ${file}.new ${file}; exec sleep 1000`], {
      input: 'some "text"',
    });
    await until(() => existsSync(file), 'it has read');
    expect(readFileSync(file, 'utf8')).toBe('some "text"');
    // It leads its group.
    process.kill(-(pid as number), 'SIGKILL');
    await until(() => !isAlive(pid as number), 'it has ended');
    rmSync(dirname(file), { recursive: true });
  });

  it('says where a program could not be started', () => {
    expect(launch(['/no/such/program'], { input: '' })).toBeUndefined();
  });
});

describe('open', () => {
  it('ends the whole process group of a detached program', async () => {
    let output = '';
    const program = open(['sh', '-c', 'sleep 1000 & echo $!; wait'], {
      detached: true,
      onStdout: (chunk) => (output += chunk.toString()),
    });
    await until(() => output.includes('\n'), 'the program has started its child');
    await program.stop();
    await until(() => !isAlive(Number(output)), 'the child has ended');
  });

  it('merges both outputs in their order, and gives arguments on as they are', async () => {
    let output = '';
    const program = open(['sh', '-c', 'echo 1; echo 2 >&2; echo "$1"', 'sh', '$(date) "x"'], {
      mergeStderr: true,
      onStdout: (chunk) => (output += chunk.toString()),
    });
    expect(await program.exited).toMatchObject({ exitCode: 0, stderr: '' });
    expect(output).toBe('1\n2\n$(date) "x"\n');
  });

  it('tells of the end of the program although its child holds the output open', async () => {
    let child = '';
    const ended = new Promise<void>((resolve) => {
      const program = open(['sh', '-c', 'sleep 1000 & echo $!'], {
        onStdout: (chunk) => (child += chunk.toString()),
        onExit: () => {
          program.dropOutput();
          resolve(program.exited.then(() => undefined));
        },
      });
    });
    await ended;
    process.kill(Number(child), 'SIGKILL');
  });

  it('survives writing to a program that has ended', async () => {
    const program = open(node(''), { onStdout: () => undefined });
    await program.exited;
    program.write('late');
    expect((await program.exited).exitCode).toBe(0);
  });
});
