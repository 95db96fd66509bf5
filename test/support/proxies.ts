/** Proxies before a dashboard, set up as docs/proxies.md has it: nginx and Caddy, and what stands for `tailscale serve`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { createProxyServer } from 'httpxy';
import { PROJECT_ROOT } from '../../config';
import { findProgram } from '../../config/programs';
import { freePorts, until } from './dashboard';

export interface Proxy {
  /** Of the host, without the path. */
  readonly url: string;
  stop(): Promise<void>;
}

export type ProxyName = 'nginx' | 'caddy' | 'tailscale';

/** Also where they are for root only. */
const SEARCHED = `${env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`;

/** Why it can't be tried here; undefined: it can. */
export function missing(name: ProxyName): string | undefined {
  if (name === 'tailscale' || findProgram(name, SEARCHED) !== undefined) return undefined;
  return `${name} is not installed here`;
}

/** Resolves once it answers for the dashboard at that address. */
export async function startProxy(name: ProxyName, dashboardUrl: string, path: string): Promise<Proxy> {
  return name === 'tailscale'
    ? likeTailscale(dashboardUrl)
    : startProgram(name, dashboardUrl, `${path}/health`);
}

const EXAMPLES = { nginx: 'nginx.conf', caddy: 'Caddyfile' } as const;
const read = (file: string): string => readFileSync(join(PROJECT_ROOT, file), 'utf8');

/** The example, with the addresses of the test. */
const example = (name: keyof typeof EXAMPLES, dashboardUrl: string, port: number): string =>
  read(`deploy/proxies/${EXAMPLES[name]}`)
    .replaceAll('127.0.0.1:8080', new URL(dashboardUrl).host)
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('\nhttp://dash.example', `\nhttp://127.0.0.1:${port}`)
    .replace('server_name dash.example;', 'server_name 127.0.0.1;');

const CONFIGS = {
  // Its workers write to the directory too: as root it would have them be somebody else.
  nginx: (block: string, dir: string) => `daemon off; pid ${dir}/pid; error_log stderr;
${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
  include /etc/nginx/mime.types; access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${dir}/${one};`).join(' ')}
  ${block}
}`,
  caddy: (block: string) => `{\n  admin off\n  auto_https off\n}\n${block}`,
};
const ARGUMENTS = {
  nginx: (file: string, dir: string) => ['-p', dir, '-c', file, '-e', 'stderr'],
  caddy: (file: string) => ['run', '--config', file, '--adapter', 'caddyfile'],
};

async function startProgram(
  name: keyof typeof EXAMPLES,
  dashboardUrl: string,
  known: string,
): Promise<Proxy> {
  const dir = mkdtempSync(join(tmpdir(), `architect-${name}-`));
  const [port] = (await freePorts(1)) as [number];
  const file = join(dir, 'config');
  writeFileSync(file, CONFIGS[name](example(name, dashboardUrl, port), dir));
  const program = findProgram(name, SEARCHED) ?? name;
  const child: ChildProcess = spawn(program, ARGUMENTS[name](file, dir), {
    env: { ...env, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  child.stderr?.on('data', (data: Buffer) => (printed += String(data)));
  const url = `http://127.0.0.1:${port}`;
  const answers = async (): Promise<number> => {
    if (child.exitCode !== null) throw new Error(`${name} ended:\n${printed}`);
    return fetch(url + known).then(
      ({ status }) => status,
      () => 0,
    );
  };
  await until(answers, (status) => status === 200, `${name} answers`, 20_000);
  return {
    url,
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/**
 * What `tailscale serve` makes of a request, as its source has it (ipn/ipnlocal/serve.go): the path that it is set to is
 * cut off, that of the target put before, and what a client says of the way is replaced. It needs an account to run.
 */
async function likeTailscale(dashboardUrl: string): Promise<Proxy> {
  const [, mount = '', given = ''] =
    /^tailscale serve --bg --set-path (\S+) (\S+)$/m.exec(read('docs/proxies.md')) ?? [];
  const target = new URL(given);
  const proxy = createProxyServer({ target: dashboardUrl });
  const pass = (request: IncomingMessage): boolean => {
    const { url = '/', headers, socket } = request;
    const [, path = '', query = ''] = /^([^?]*)(.*)$/.exec(url) ?? [];
    if (path !== mount && !path.startsWith(`${mount}/`)) return false;
    request.url = `${target.pathname.replace(/\/$/, '')}${path.slice(mount.length)}${query}`;
    delete headers['forwarded'];
    delete headers['x-forwarded-proto'];
    headers['x-forwarded-host'] = headers.host;
    headers['x-forwarded-for'] = socket.remoteAddress;
    return true;
  };
  const server = createServer((request, response) => {
    if (!pass(request)) response.writeHead(404).end();
    else proxy.web(request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket: Socket, head: Buffer) => {
    if (!pass(request)) socket.destroy();
    else proxy.ws(request, socket, {}, head).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
