/** The two places the engine's program can be had from. Each returns why it failed, or nothing. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { say } from './project.mjs';
import { isExecutable, run, tail, which } from './run.mjs';

export const TEMPORAL_VERSION = 'v1.5.1';
export const DOWNLOAD_URL = `https://temporal.download/cli/archive/${TEMPORAL_VERSION}`;
export const GO_MODULE = `github.com/temporalio/cli/cmd/temporal@${TEMPORAL_VERSION}`;
/** Go's own installer puts it where PATH often doesn't look. */
export const GO_PLACES = ['/usr/local/go/bin/go', '/opt/homebrew/bin/go'];

const PLATFORMS = { linux: 'linux', darwin: 'darwin' };
const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' };
const CONNECT_TIMEOUT_S = 20;
const DOWNLOAD_TIMEOUT_S = 600;

/** The official archive, unpacked into `directory`. */
export async function download(directory, baseUrl, env) {
  const platform = PLATFORMS[process.platform];
  const arch = ARCHITECTURES[process.arch];
  if (!platform || !arch) return `there is none for ${process.platform} on ${process.arch}`;
  const url = `${baseUrl}?platform=${platform}&arch=${arch}`;
  const archive = join(directory, 'temporal.tar.gz');
  say('Downloading the workflow engine (about 45 MB) ...');
  const why = await fetchFile(url, archive, env);
  if (why) return why;
  const { ok, output } = await run('tar', ['-xzf', archive, '-C', directory], { env });
  return ok ? undefined : `the archive can't be unpacked: ${oneLine(output)}`;
}

/** curl knows proxies; where there is none, Node's own client does. */
async function fetchFile(url, file, env) {
  if (which('curl', env.PATH)) {
    const limits = ['--connect-timeout', String(CONNECT_TIMEOUT_S), '--max-time', String(DOWNLOAD_TIMEOUT_S)];
    const args = ['--fail', '--silent', '--show-error', '--location', ...limits, '--output', file, url];
    const { ok, output } = await run('curl', args, { what: 'download', env });
    return ok ? undefined : oneLine(output);
  }
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(new Error('no connection in time')), CONNECT_TIMEOUT_S * 1000);
  try {
    const response = await fetch(url, { signal: timeout.signal });
    clearTimeout(timer);
    if (!response.ok) return `HTTP ${response.status}`;
    await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
    return undefined;
  } catch (error) {
    return error.cause?.message || error.message;
  } finally {
    clearTimeout(timer);
  }
}

/** Compiled here. Pure Go: no C compiler is needed. */
export async function buildWithGo(directory, places, env) {
  const go = which('go', env.PATH) ?? places.find(isExecutable);
  if (!go) return 'Go is not installed';
  say('Building the workflow engine with Go (about 4 minutes, once for this user) ...');
  const { ok, end, output } = await run(go, ['install', GO_MODULE], {
    what: 'engine build',
    env: { ...env, GOBIN: directory, CGO_ENABLED: '0' },
  });
  return ok ? undefined : `${end}\n${tail(output, 5)}`;
}

function oneLine(output) {
  return output.trim().split('\n').at(-1) || 'no reason given';
}
