#!/usr/bin/env node
/**
 * `npm run test:fuzz`: throws requests made from the API document at a server of its own, right ones and wrong ones. Fails
 * where one is answered with a 5xx, or in another way than the document says. It goes on for two minutes, or with
 * `npm run test:fuzz -- SECONDS` so long; what runs programs or types into terminals is left out. The last line counts
 * the operations. With `--prepare` it only gets what it needs.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { askedForHelp } from './lib/help.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { requireNode, ROOT, runMain, SetupError } from './lib/project.mjs';
import { findSchemathesis } from './lib/schemathesis.mjs';
import { ensureTmux } from './lib/system-packages.mjs';
import { findTemporal } from './lib/temporal-binary.mjs';

const DEFAULT_SECONDS = 120;
/** For what was begun when the time is over. */
const GRACE_SECONDS = 60;
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
const MAX_EXAMPLES = 40;
/** The same requests in every run, so that a fault can be found again. */
const SEED = 1;

const HELP = `npm run test:fuzz                two minutes of requests made from the API document
npm run test:fuzz -- SECONDS     so long
npm run test:fuzz -- --prepare   only gets what it needs
`;

await runMain(async () => {
  requireNode();
  if (askedForHelp(HELP)) return 0;
  const prepare = process.argv[2] === '--prepare';
  const seconds = prepare ? DEFAULT_SECONDS : Number(process.argv[2] ?? DEFAULT_SECONDS);
  if (!(seconds > 0)) throw new SetupError('Expected the number of seconds: npm run test:fuzz -- 120');
  const env = { ...process.env };
  delete env.TEMPORAL_ADDRESS;
  await ensureInstalled(env);
  await ensureBuilt(env);
  await ensureTmux(env);
  process.env.TEMPORAL_CLI_PATH = await findTemporal(env);
  const schemathesis = await findSchemathesis(env);
  if (prepare) return 0;

  const require = createRequire(import.meta.url);
  require(join(ROOT, 'test/support/typescript.cjs'));
  const { startDashboard } = require(join(ROOT, 'test/support/dashboard.ts'));
  const directory = mkdtempSync(join(tmpdir(), 'architect-fuzz-'));
  const dashboard = await startDashboard();
  const report = join(directory, 'report.xml');
  const args = [
    ...argumentsFor(dashboard),
    ...['--max-time', String(seconds), '--report', 'junit', '--report-junit-path', report],
  ];
  const child = spawn(schemathesis, args, { cwd: directory, stdio: 'inherit' });
  const end = () => child.kill('SIGTERM');
  const timer = setTimeout(end, (seconds + GRACE_SECONDS) * 1000);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end);
  try {
    const code = await new Promise((resolve) => child.once('exit', resolve));
    const { passed, failed } = counted(report, code === 0);
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
    return failed === 0 ? 0 : 1;
  } finally {
    clearTimeout(timer);
    await dashboard.close();
    rmSync(directory, { recursive: true, force: true });
  }
});

/** Operations by their end; a run that broke off has failed even where all that it came to passed. */
function counted(report, ended) {
  const xml = existsSync(report) ? readFileSync(report, 'utf8') : '';
  const sum = (name) =>
    [...xml.matchAll(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`, 'g'))].reduce(
      (total, [, count]) => total + Number(count),
      0,
    );
  const wrong = sum('failures') + sum('errors');
  return { passed: sum('tests') - wrong - sum('skipped'), failed: wrong === 0 && !ended ? 1 : wrong };
}

function argumentsFor({ url, dir }) {
  const token = readFileSync(join(dir, 'data/api-token'), 'utf8').trim();
  return [
    ...['run', `${url}/api/openapi.json`, '--header', `Authorization: Bearer ${token}`],
    ...['--phases', 'examples,coverage,fuzzing', '--checks', CHECKS.join(), '--seed', String(SEED)],
    ...['--max-examples', String(MAX_EXAMPLES), '--request-timeout', '30', '--continue-on-failure'],
    // Streams have no end, and their events are no JSON as a whole.
    ...[
      '--exclude-path-regex',
      '^/api/(events|monitor/events|logs/stream)$',
      '--exclude-by',
      '/x-runs-programs == true',
    ],
    ...['--suppress-health-check', 'all', '--warnings', 'off', '--no-color'],
  ];
}
