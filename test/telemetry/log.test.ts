/** Log files: one a part, under the names of the original. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Component, openLogs } from '../../telemetry/log';
import { withLogFields } from '../../telemetry/log-fields';

let logDir: string;
const rotation = { maxBytes: 1_000, keep: 2 };
const options = () => ({ logDir, level: 'info', port: 8080, monitorPort: 8081, rotation });
beforeEach(() => {
  logDir = mkdtempSync(join(tmpdir(), 'architect-logs-'));
});
afterEach(() => rmSync(logDir, { recursive: true, force: true }));

test.each<[Component, string]>([
  ['app', 'app_8080.log'],
  ['monitor', 'app_8081.log'],
  ['assigner', 'assigner.log'],
  ['dialogs', 'auto_confirm.log'],
  ['orchestrator', 'orchestrator.log'],
  ['improvements', 'ci.log'],
  ['updates', 'updates.log'],
  ['health', 'status_errors.log'],
])('%s writes to %s', (component, file) => {
  openLogs(options()).of(component).info('hello');
  expect(readdirSync(logDir)).toEqual([file]);
  expect(JSON.parse(readFileSync(join(logDir, file), 'utf8'))).toMatchObject({ component, msg: 'hello' });
});

test('a line has what it was written in the course of, and its own words go first', async () => {
  const log = openLogs(options()).of('assigner');
  await withLogFields({ requestId: 'r', promptId: 1 }, async () => {
    await withLogFields({ workflowId: 'prompt-1' }, async () => {
      await Promise.resolve();
      log.info({ promptId: 2 }, 'inside');
    });
    log.info('after it');
  });
  log.info('outside');
  const lines = readFileSync(join(logDir, 'assigner.log'), 'utf8').trim().split('\n');
  const fields = lines.map((line) => {
    const { requestId, promptId, workflowId } = JSON.parse(line) as Record<string, unknown>;
    return { requestId, promptId, workflowId };
  });
  expect(fields).toEqual([
    { requestId: 'r', promptId: 2, workflowId: 'prompt-1' },
    { requestId: 'r', promptId: 1 },
    {},
  ]);
});

test('what acts on a terminal, or hides there, stands in the file by its number', () => {
  const path = '/a\u009b2J\u202eb\u200b\u{e0041}\u001b[31m';
  openLogs(options())
    .of('app')
    .info({ path, err: new Error(path) }, `asked for ${path}`);
  const text = readFileSync(join(logDir, 'app_8080.log'), 'utf8');
  expect(text).not.toMatch(/(?!\n)\p{Cc}|[\u200b\u202e\u{e0041}]/u);
  expect(JSON.parse(text)).toMatchObject({ path, msg: `asked for ${path}` });
});
