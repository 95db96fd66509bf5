/** Signs of a container, and what they mean for the password that everybody knows. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkAccess } from '../../server/access';
import { loadConfig } from '../../config';
import { containerSign } from '../../config/container';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'architect-root-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(file: string, text = ''): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
const MOUNTS = '22 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n';
const IN_DOCKER = `${MOUNTS}641 22 254:1 /var/lib/docker/x/hosts /etc/hosts rw,relatime - ext4 /dev/vda1 rw\n`;

describe('a container is told by', () => {
  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['Kubernetes', { KUBERNETES_SERVICE_HOST: '10.0.0.1' }, {}],
    ['the variable of podman, LXC and systemd-nspawn', { container: 'podman' }, {}],
    ['podman’s file', {}, { 'run/.containerenv': '' }],
    ['docker’s file', {}, { '.dockerenv': '', 'proc/self/mountinfo': IN_DOCKER }],
    ['its control group, docker', {}, { 'proc/self/cgroup': '12:pids:/docker/0123abc\n' }],
    ['its control group, Kubernetes', {}, { 'proc/self/cgroup': '0::/kubepods.slice/kubepods-pod1.slice\n' }],
    ['its control group, containerd', {}, { 'proc/self/cgroup': '0::/system.slice/containerd.service/x\n' }],
  ])('%s', (_what, env, files) => {
    for (const [file, text] of Object.entries(files)) put(file, text);
    expect(containerSign(env, root)).toMatch(/\S/);
  });

  it.each<[string, Record<string, string>]>([
    ['a machine', { 'proc/self/cgroup': '0::/user.slice/user-1000.slice\n', 'proc/self/mountinfo': MOUNTS }],
    ['a virtual machine made from an image', { '.dockerenv': '', 'proc/self/mountinfo': MOUNTS }],
    ['a system without /proc', {}],
  ])('and not by what %s has', (_what, files) => {
    for (const [file, text] of Object.entries(files)) put(file, text);
    expect(containerSign({ PATH: '/bin', container: '' }, root)).toBeUndefined();
  });
});

describe('with the default password', () => {
  const config = (env: NodeJS.ProcessEnv, container?: string) => ({ ...loadConfig(env), container });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'box.example', '128.0.0.1'])('HOST=%s is refused', (HOST) => {
    expect(() => checkAccess(config({ HOST }))).toThrow(
      new RegExp(`HOST="${HOST}" lets other machines in.*set ARCHITECT_PASSWORD.*leave HOST unset`),
    );
  });

  it('a container is refused, with all that is wrong at once', () => {
    expect(() => checkAccess(config({}, '/.dockerenv is there'))).toThrow(
      /container.*set ARCHITECT_PASSWORD/,
    );
    expect(() => checkAccess(config({ HOST: '0.0.0.0' }, 'x'))).toThrow(/container.*\n.*HOST="0\.0\.0\.0"/);
  });

  it.each(['', '127.0.0.1', '127.0.0.9', '::1', 'localhost'])(
    'HOST=%s is taken, and what that means is told',
    (HOST) => {
      expect(checkAccess(config({ HOST }))).toMatch(/this machine only.*set ARCHITECT_PASSWORD/);
    },
  );

  it('it listens on loopback where nothing is said, and it is the default one however it is set', () => {
    expect(loadConfig({}).host).toBe('127.0.0.1');
    expect(loadConfig({ ARCHITECT_PASSWORD: 'peace5' }).host).toBe('127.0.0.1');
  });
});

it('a password of one’s own is taken everywhere, and listens on all addresses', () => {
  const config = loadConfig({ ARCHITECT_PASSWORD: 'of my own' });
  expect(config.host).toBe('0.0.0.0');
  expect(checkAccess({ ...config, container: 'x' })).toBeUndefined();
});
