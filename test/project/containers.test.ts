/** The files of the containers, as far as they can be checked without any: form, names, versions, scripts. */
import Ajv2020, { type AnySchema } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { PROJECT_ROOT } from '../../config';
import { SETTING_NAMES } from '../../config/settings';
import { guardOfHttpApi, startDevArguments } from '../../engine/flags';

interface Service {
  image: string;
  restart?: string;
  profiles?: string[];
  ports?: string[];
  networks: string[];
  volumes?: string[];
  secrets?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  security_opt: string[];
  deploy: { resources: { limits: Record<string, unknown> } };
}
interface Compose {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean }>;
  volumes: Record<string, unknown>;
  secrets: Record<string, { file: string }>;
}

const read = (file: string): string => readFileSync(join(PROJECT_ROOT, file), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const run = promisify(execFile);

test('docker-compose.yml is as the Compose Specification has it', () => {
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
  const validate = ajv.compile(JSON.parse(read('test/project/fixtures/compose-spec.json')) as AnySchema);
  expect([validate(compose), validate.errors]).toEqual([true, null]);
  expect(validate({ services: { a: { imagee: 'x' } } })).toBe(false);
});

describe('workers in containers of their own', () => {
  const { services: beside } = parse(read('deploy/compose.workers.yml')) as {
    services: Record<'dashboard' | 'worker', Service & { command: string[]; pid?: string }>;
  };
  const { dashboard, worker } = beside;

  test('the file is as the Compose Specification has it', () => {
    const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
    const validate = ajv.compile(JSON.parse(read('test/project/fixtures/compose-spec.json')) as AnySchema);
    expect([validate({ services: beside }), validate.errors]).toEqual([true, null]);
  });

  test('they work on what the dashboard has, see its processes, and open no port', () => {
    const { image, environment, secrets, networks, volumes, security_opt } = compose.services[
      'dashboard'
    ] as Service;
    expect(worker).toMatchObject({ image, environment, secrets, networks, volumes, security_opt });
    expect([worker.pid, worker.ports]).toEqual(['service:dashboard', undefined]);
    const verbs = [dashboard, worker].map(({ command }) => command.at(-1));
    expect(verbs).toEqual(['api', 'worker']);
    expect(dashboard.command.slice(0, -1)).toEqual(worker.command.slice(0, -1));
    expect(read('Dockerfile')).toContain(
      `CMD [${[...worker.command.slice(0, -1), 'serve'].map((word) => `"${word}"`).join(', ')}]`,
    );
  });
});

test('what a service names is there: services, networks, volumes, secrets, files', () => {
  const named = services.flatMap(([, service]) => [
    ...Object.keys(service.depends_on ?? {}).map((name) => name in compose.services),
    ...service.networks.map((name) => name in compose.networks),
    ...(service.secrets ?? []).map((name) => name in compose.secrets),
    ...(service.volumes ?? []).map((mount) => {
      const [source = ''] = mount.split(':');
      return source.startsWith('.') ? existsSync(join(PROJECT_ROOT, source)) : source in compose.volumes;
    }),
  ]);
  expect(named.length).toBeGreaterThan(20);
  expect(named).not.toContain(false);
});

test('no port is open to the outside but the dashboard’s and the monitor’s, and the database is on an inner network only', () => {
  const open = services.flatMap(([name, { ports = [] }]) =>
    ports.filter((port) => !port.startsWith('127.0.0.1:')).map((port) => [name, port]),
  );
  expect(open).toEqual([
    ['dashboard', '8080:8080'],
    ['dashboard', '8081:8081'],
  ]);
  const inner = services.filter(([, { networks }]) => networks.join() === 'engine').map(([name]) => name);
  expect(inner).toEqual(expect.arrayContaining(['postgres', 'temporal', 'temporal-admin-tools']));
  expect(compose.networks['engine']).toEqual({ internal: true });
});

test.each(services)(
  '%s is started again, limited, gets no new privileges and no secret in its settings',
  (_, service) => {
    expect(service.restart).toMatch(/^(unless-stopped|on-failure:\d+)$/);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    expect(Object.keys(service.deploy.resources.limits)).toEqual(['cpus', 'memory', 'pids']);
    const secret = Object.keys(service.environment ?? {}).filter((name) =>
      /PASS|SECRET|KEY|TOKEN/.test(name),
    );
    for (const name of secret) expect(name).toMatch(/_FILE$/);
  },
);

test('the versions are those that are built and tested here', async () => {
  const { SERVER_VERSION } = await versions();
  expect(compose.services['temporal']?.image).toBe(`temporalio/server:${SERVER_VERSION}`);
  for (const name of ['temporal-schema', 'temporal-namespace', 'temporal-admin-tools'])
    expect(compose.services[name]?.image).toMatch(
      new RegExp(`^temporalio/admin-tools:${SERVER_VERSION}-tctl-`.replaceAll('.', '\\.')),
    );
  const { version } = JSON.parse(read('package.json')) as { version: string };
  expect(compose.services['dashboard']?.image).toBe(`architect-dashboard:${version}`);

  async function versions(): Promise<{ SERVER_VERSION: string }> {
    const [, found = ''] = /SERVER_VERSION = '([\d.]+)'/.exec(read('scripts/lib/cluster-programs.mjs')) ?? [];
    return { SERVER_VERSION: found };
  }
});

test('the server is set like the embedded engine', () => {
  const set = parse(read('deploy/temporal/config/dynamicconfig/architect.yaml')) as Record<
    string,
    { value: unknown }[]
  >;
  const flags = startDevArguments({
    ...{ databaseFile: 'x', namespace: 'default', port: 1, uiPort: 2, httpPort: 3, httpHost: 'h' },
  });
  // Its HTTP API is not served at all.
  const ours = flags.filter((flag) => /^[a-z]+\.\w+=/.test(flag) && flag !== guardOfHttpApi('h')[0]);
  expect(ours.length).toBeGreaterThan(5);
  expect(Object.entries(set).map(([name, [first]]) => `${name}=${String(first?.value)}`)).toEqual(ours);
});

describe('the image', () => {
  const lines = read('Dockerfile').split('\n');
  const last = (word: string): string => lines.findLast((line) => line.startsWith(`${word} `)) ?? '';

  test('runs as a user without privileges, under an init that passes signals on', () => {
    expect(last('USER')).toBe('USER node');
    expect(last('ENTRYPOINT')).toContain('["/usr/bin/tini", "--", "/app/deploy/container/entrypoint.sh"]');
  });

  test('names files that are there, and scripts that can be run', () => {
    const named = [...read('Dockerfile').matchAll(/\/app\/([\w./-]+\.(?:sh|mjs|js))/g)].map(
      ([, file = '']) => file,
    );
    const scripts = services.flatMap(([, { entrypoint = [] }]) =>
      entrypoint
        .filter((word) => word.startsWith('/architect/'))
        .map((word) => word.replace('/architect', 'deploy/temporal')),
    );
    const made = named.filter((file) => !file.startsWith('dist/'));
    expect([made.length, scripts.length]).toEqual([3, 3]);
    for (const file of made) expect(existsSync(join(PROJECT_ROOT, file))).toBe(true);
    for (const file of [...scripts, 'deploy/container/entrypoint.sh'])
      accessSync(join(PROJECT_ROOT, file), constants.X_OK);
  });
});

describe('the entry point', () => {
  const entry = join(PROJECT_ROOT, 'deploy/container/entrypoint.sh');
  let dir: string;
  beforeAll(() => (dir = mkdtempSync(join(tmpdir(), 'architect-entry-'))));
  afterAll(() => rmSync(dir, { recursive: true }));
  const env = (name: string, file: string) => ({ PATH: process.env['PATH'] ?? '', [`${name}_FILE`]: file });

  test('takes a file for every setting that may be a secret', async () => {
    // Those that are files already, addresses without a secret in them, and counts.
    const others = /_(?:FILE|CERT|TLS_KEY|BASE_URL|API_URL|TOKEN_URL|MAX_TOKENS)$/;
    const secret = /PASSWORD|SECRET|KEY|TOKEN|WEBHOOK|HEADERS$|NOTIFY_URL|NTFY_URL/;
    const wanted = SETTING_NAMES.filter((name) => secret.test(name) && !others.test(name));
    const file = join(dir, 'any');
    writeFileSync(file, 'from a file\n');
    const files = Object.fromEntries(wanted.map((name) => [`${name}_FILE`, file]));
    const { stdout } = await run(entry, ['env'], { env: { PATH: process.env['PATH'] ?? '', ...files } });
    const taken = wanted.filter((name) => stdout.includes(`${name}=from a file\n`));
    expect(taken).toEqual(wanted);
    expect(wanted).toEqual(expect.arrayContaining(['ARCHITECT_PASSWORD', 'SMTP_PASSWORD', 'NTFY_TOKEN']));
    expect(stdout).not.toContain('_FILE=');
  });

  test('reads secrets from files, and hands on neither a line end nor the name of the file', async () => {
    const file = join(dir, 'password');
    writeFileSync(file, "it's $HOME\n");
    const { stdout } = await run(entry, ['env'], { env: env('ARCHITECT_PASSWORD', file) });
    expect(stdout).toContain("ARCHITECT_PASSWORD=it's $HOME\n");
    expect(stdout).not.toContain('_FILE');
  });

  test('says what is wrong where a file can’t be read, with the exit code for settings', async () => {
    const failed = run(entry, ['env'], { env: env('SECRET_KEY', join(dir, 'nothing')) });
    await expect(failed).rejects.toMatchObject({
      code: 78,
      stderr: expect.stringContaining('SECRET_KEY_FILE: ' + join(dir, 'nothing') + " can't be read"),
    });
  });
});

test.each([
  ['healthy', 0],
  ['degraded', 0],
  ['unhealthy', 1],
])('the health check of a dashboard that is %s ends with %d', async (status, code) => {
  const server = createServer((_, response) =>
    response.end(JSON.stringify({ status, trouble: ['no engine'] })),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const check = run(process.execPath, [join(PROJECT_ROOT, 'deploy/container/healthcheck.mjs')], {
    env: { PORT: String(port) },
  });
  const { stdout, code: ended = 0 } = (await check.catch(
    (error: unknown) => error as { stdout: string; code: number },
  )) as {
    stdout: string;
    code?: number;
  };
  server.close();
  expect([stdout, ended]).toEqual([`${status}; no engine\n`, code]);
});
