/** A Temporal cluster as docker-compose.yml has it, run by hand in a directory of its own, and gone afterwards. */
import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import {
  chownSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ensurePostgres, ensureTemporalServer } from './cluster-programs.mjs';
import { ROOT, say, SetupError } from './project.mjs';
import { run, runStep, tail } from './run.mjs';

const SERVER_PORTS = ['FRONTEND', 'MATCHING', 'HISTORY', 'WORKER'].flatMap((service) => [
  `TEMPORAL_${service}_PORT`,
  `TEMPORAL_${service}_MEMBERSHIP_PORT`,
]);
/** PostgreSQL keeps those of the members in a smallint. */
const PORTS = [18_000, 32_000];
/** Some releases before the one of this server. */
const OLD_SCHEMA = '1.14';
const START_TIMEOUT_MS = 120_000;
const POLL_MS = 200;
const STOP_GRACE_MS = 20_000;
const FILES = join(ROOT, 'deploy', 'temporal');

/**
 * Starts PostgreSQL and the server, with the files and the scripts of docker-compose.yml.
 * @returns {Promise<{ address: string, directory: string, stop: () => Promise<void> }>}
 * @throws SetupError with the last lines of what failed
 */
export async function startCluster(env) {
  const [postgresBin, serverBin] = [await ensurePostgres(env), await ensureTemporalServer(env)];
  const directory = mkdtempSync(join(tmpdir(), 'architect-cluster-'));
  const running = [];
  const stop = async () => {
    for (const child of running.splice(0).reverse()) await end(child);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const passwordFile = join(directory, 'password');
    writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
    const [databasePort, metricsPort, ...ports] = await freePorts(2 + SERVER_PORTS.length);
    say('Starting PostgreSQL and the Temporal server ...');
    running.push(await startPostgres({ env, directory, bin: postgresBin, port: databasePort, passwordFile }));
    const tools = {
      ...{ ...env, PATH: [serverBin, dirname(env.TEMPORAL_CLI_PATH), env.PATH].join(delimiter) },
      ...{ SQL_HOST: '127.0.0.1', SQL_PORT: String(databasePort), SQL_USER: 'temporal' },
      POSTGRES_PASSWORD_FILE: passwordFile,
    };
    const todo = 'The scripts and files of the cluster are in deploy/temporal.';
    await makeOldSchema(join(serverBin, 'temporal-sql-tool'), tools);
    // Twice: a second start of the containers does the same.
    for (let times = 0; times < 2; times += 1)
      await runStep(join(FILES, 'setup.sh'), [], { what: 'schema of the cluster', env: tools, todo });
    const address = `127.0.0.1:${ports[0]}`;
    const server = launch(join(FILES, 'server.sh'), [], {
      log: join(directory, 'server.log'),
      env: {
        ...tools,
        ...Object.fromEntries(SERVER_PORTS.map((name, index) => [name, String(ports[index])])),
        ...{ TEMPORAL_BIND_IP: '127.0.0.1', TEMPORAL_BROADCAST_IP: '127.0.0.1', LOG_LEVEL: 'warn' },
        ...{ TEMPORAL_ROOT: FILES, TEMPORAL_CONFIG_DIR: 'config' },
        TEMPORAL_METRICS_ADDRESS: `127.0.0.1:${metricsPort}`,
        TEMPORAL_DYNAMIC_CONFIG: join(FILES, 'config/dynamicconfig/architect.yaml'),
        ...{ POSTGRES_ADDRESS: `127.0.0.1:${databasePort}`, POSTGRES_USER: 'temporal' },
      },
    });
    running.push(server);
    const namespace = { ...tools, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'default' };
    await untilReady(server, 'The Temporal server', async () => {
      const health = ['operator', 'cluster', 'health', '--address', address];
      return (await run(env.TEMPORAL_CLI_PATH, health, { env, timeoutMs: 10_000 })).ok;
    });
    for (let times = 0; times < 2; times += 1)
      await runStep(join(FILES, 'namespace.sh'), [], {
        what: 'namespace of the cluster',
        env: namespace,
        todo,
      });
    return { address, directory, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As a server of some releases ago left it: what comes next is the upgrade of docs/temporal.md, the schema first. */
async function makeOldSchema(tool, env) {
  const todo = 'It is made as deploy/temporal/setup.sh does it.';
  const database = ['--plugin', 'postgres12', '--database', 'temporal'];
  for (const words of [
    ['create-database'],
    ['setup-schema', '--version', '0.0'],
    ['update-schema', '--schema-name', 'postgresql/v12/temporal', '--version', OLD_SCHEMA],
  ])
    await runStep(tool, [...database, ...words], {
      ...{ what: `old schema: ${words[0]}`, todo },
      env: { ...env, SQL_PASSWORD: readFileSync(env.POSTGRES_PASSWORD_FILE, 'utf8') },
    });
}

/** Of this user; PostgreSQL refuses to be root's, so root gives it to the user that its package made. */
async function startPostgres({ env, directory, bin, port, passwordFile }) {
  const data = join(directory, 'postgres');
  mkdirSync(data, { mode: 0o700 });
  const owner = process.getuid?.() === 0 ? await idsOf('postgres', env) : {};
  if (owner.uid !== undefined)
    for (const path of [directory, data, passwordFile]) chownSync(path, owner.uid, owner.gid);
  const initdb = [
    '-D',
    data,
    '-U',
    'temporal',
    '-A',
    'scram-sha-256',
    '--pwfile',
    passwordFile,
    '-E',
    'UTF8',
  ];
  const made = await runAs(owner, join(bin, 'initdb'), [...initdb, '--locale=C', '--no-sync'], { env });
  if (made.code !== 0) throw new SetupError(`PostgreSQL can't be set up:\n${tail(made.output, 12)}`);
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${data}`, 'fsync=off'];
  const postgres = launch(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])],
    {
      ...owner,
      env,
      log: join(directory, 'postgres.log'),
    },
  );
  await untilReady(postgres, 'PostgreSQL', async () => {
    const { ok } = await run(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { env });
    return ok;
  });
  return postgres;
}

async function idsOf(user, env) {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, user], { env })).stdout)),
  );
  if (uid > 0 && gid > 0) return { uid, gid };
  throw new SetupError(
    `There is no user "${user}", and PostgreSQL doesn't run as root. Install its package, or start again as another user.`,
  );
}

function runAs(owner, command, args, { env }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...owner, env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

function launch(command, args, { log, ...options }) {
  const file = openSync(log, 'a');
  const child = spawn(command, args, { ...options, cwd: '/', stdio: ['ignore', file, file] });
  closeSync(file);
  child.log = log;
  child.ended = new Promise((resolve) => {
    child.once('error', resolve);
    child.once('exit', resolve);
  });
  child.ended.then(() => (child.isGone = true));
  return child;
}

async function untilReady(child, what, isReady) {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await isReady())) {
    if (child.isGone || performance.now() > deadline) {
      const why = child.isGone ? 'ended at its start' : 'did not answer in time';
      throw new SetupError(`${what} ${why}:\n${lastLines(child.log)}`);
    }
    await pause(POLL_MS);
  }
}

/** The server writes stacks of kilobytes into one line. */
const lastLines = (log) => tail(readFileSync(log, 'utf8').replace(/^(.{300}).*$/gm, '$1 ...'), 12);

/** PostgreSQL ends its sessions at SIGINT; the Temporal server stops at it as well. */
async function end(child) {
  if (child.isGone) return;
  child.kill('SIGINT');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
  await child.ended;
  clearTimeout(late);
}

async function freePorts(count) {
  const ports = new Set();
  while (ports.size < count) {
    const port = randomInt(...PORTS);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
