/** Log files: one a part, under the names of the original. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Component, openLogs } from '../../telemetry/log';

let logDir: string;
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
  openLogs({ logDir, level: 'info', port: 8080, monitorPort: 8081 }).of(component).info('hello');
  expect(readdirSync(logDir)).toEqual([file]);
  expect(JSON.parse(readFileSync(join(logDir, file), 'utf8'))).toMatchObject({ component, msg: 'hello' });
});
