/** The agents' own command lines as providers: programs of the test in their place, which say what they were given. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createModels } from '../../models/client';
import { prices } from '../../models/prices';
import { claudeCli } from '../../models/providers/claude-cli';
import { codexCli } from '../../models/providers/codex-cli';
import { commandLineProvider } from '../../models/providers/command-line';
import { run } from '../../processes/exec';
import type { Store } from '../../store';
import { silentLog } from '../../telemetry/log';
import type { ModelEvent, Models } from '../../workflows/contracts/models';
import { openRecord } from '../support/record';

let dir: string;
let bin: string;
let store: Store;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect-cli-models-'));
  bin = join(dir, 'bin');
  mkdirSync(bin);
  store = openRecord({ dataDir: join(dir, 'data') });
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** The program notes its arguments, input and directory, then runs `script`. */
function program(name: string, script: string): void {
  const file = join(bin, name);
  const note = `import { readFileSync, writeFileSync } from 'node:fs';
const seen = { args: process.argv.slice(2), input: readFileSync(0, 'utf8'), cwd: process.cwd() };
writeFileSync(${JSON.stringify(join(dir, 'seen.json'))}, JSON.stringify(seen));
const say = (value) => console.log(JSON.stringify(value));\n`;
  writeFileSync(`${file}.mjs`, note + script);
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${file}.mjs' "$@"\n`);
  chmodSync(file, 0o755);
}
const seen = (): { args: string[]; input: string; cwd: string } =>
  JSON.parse(readFileSync(join(dir, 'seen.json'), 'utf8'));

function models(timeoutMs = 20_000): Models {
  const options = { account: () => Promise.resolve('someone'), searchPath: bin };
  return createModels({
    providers: [
      commandLineProvider(claudeCli, { ...options, model: null }),
      commandLineProvider(codexCli, { ...options, model: 'gpt-5-mini' }),
    ],
    order: ['claude-cli', 'codex-cli'],
    ...{ record: store.models, priceOf: prices({}), timeoutMs, maxTokens: 100 },
    ...{ nowMs: Date.now, log: silentLog },
  });
}

const CLAUDE_ANSWER = `
say({ type: 'system', subtype: 'init' });
for (const text of ['Hel', 'lo.'])
  say({ type: 'stream_event', event: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } } });
say({ type: 'result', subtype: 'success', is_error: false, result: 'Hello.', total_cost_usd: 0.25,
  usage: { input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 100, cache_creation_input_tokens: 0 },
  modelUsage: { 'claude-opus-5-5': {} } });`;
const CODEX_ANSWER = `
console.log('WARNING: not JSON');
say({ type: 'thread.started', thread_id: 't' });
say({ type: 'item.completed', item: { id: 'item_0', type: 'reasoning', text: 'Hm.' } });
say({ type: 'item.completed', item: { id: 'item_1', type: 'agent_message', text: 'Hello from Codex.' } });
say({ type: 'turn.completed', usage: { input_tokens: 1000000, cached_input_tokens: 0, output_tokens: 1000 } });`;
const ASK = { caller: 'test', prompt: 'Say\nhello.', system: 'Be brief.' };

test('claude -p gets the prompt on its input, no tools and a directory of its own', async () => {
  program('claude', CLAUDE_ANSWER);
  const events: ModelEvent[] = [];
  const answer = await models().ask({ ...ASK, onEvent: (event) => void events.push(event) });
  expect(answer).toMatchObject({
    ...{ text: 'Hello.', provider: 'claude-cli', model: 'claude-opus-5-5', costUsd: 0.25 },
    usage: { inputTokens: 110, outputTokens: 5, cacheReadTokens: 100 },
  });
  expect(events.map((event) => event.type === 'text' && event.text)).toEqual([false, 'Hel', 'lo.']);
  const { args, input, cwd } = seen();
  expect(args.slice(0, 3)).toEqual(['-p', '--output-format', 'stream-json']);
  expect(args[args.indexOf('--tools') + 1]).toBe('');
  expect(args.join(' ')).not.toMatch(/hello|brief/);
  expect(input).toBe('Be brief.\n\nSay\nhello.');
  expect(cwd).toContain('architect-model-');
  expect(() => readFileSync(cwd)).toThrow(/ENOENT/);
});

test('codex exec answers with what its agent said last, priced by the table', async () => {
  program('codex', CODEX_ANSWER);
  const answer = await models().ask({ ...ASK, provider: 'codex-cli' });
  expect(answer).toMatchObject({
    ...{ text: 'Hello from Codex.', provider: 'codex-cli', model: 'gpt-5-mini', costUsd: 0.252 },
  });
  expect(seen().args.slice(-3)).toEqual(['--model', 'gpt-5-mini', '-']);
});

test.each([
  [
    'a login that is missing',
    `say({ type: 'result', is_error: true, result: 'Not logged in' }); process.exit(1);`,
    'unauthorized',
  ],
  [
    'a usage limit',
    `say({ type: 'result', is_error: true, result: 'slow down', api_error_status: 429 });`,
    'rate_limited',
  ],
  ['a crash', `console.error('out of memory'); process.exit(3);`, 'program_failed'],
  ['nothing that is an answer', `console.log('hello');`, 'bad_answer'],
])('after %s the next one is asked', async (_, script, code) => {
  program('claude', script);
  program('codex', CODEX_ANSWER);
  const answer = await models().ask(ASK);
  expect(answer).toMatchObject({ provider: 'codex-cli', failed: [{ provider: 'claude-cli', code }] });
});

test('one that does not end is stopped, with what it started', async () => {
  const pidFile = join(dir, 'child.pid');
  program(
    'claude',
    `import { spawn } from 'node:child_process';
const child = spawn('sleep', ['600'], { stdio: 'ignore' });
writeFileSync(${JSON.stringify(pidFile)}, String(child.pid));
setInterval(() => undefined, 1000);`,
  );
  await expect(models(1_500).ask({ ...ASK, provider: 'claude-cli' })).rejects.toMatchObject({
    ...{ code: 'unavailable', details: { failed: [{ code: 'timeout' }] } },
  });
  // Who reaps it, and when, is not ours to say.
  const child = await run(['ps', '-o', 'stat=', '-p', readFileSync(pidFile, 'utf8')]);
  expect(child.stdout.trim()).toMatch(/^(Z.*)?$/);
});

test('a program that is not there is told as what to install', async () => {
  await expect(models().ask(ASK)).rejects.toMatchObject({
    ...{ code: 'no_provider', message: expect.stringMatching(/install claude/) },
  });
});
