/** Whether we run in a container: there "this machine" isn't a person's, and its ports are published to others. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RUNTIMES = /\b(docker|containerd|kubepods|libpod|lxc|buildkit|garden)\b/;
/** Files that container runtimes put over those of the image. */
const PUT_OVER = /^(\/etc\/(hosts|hostname|resolv\.conf))$/;

/**
 * What says so, for a person; undefined where nothing does.
 * @param root where the file system begins
 */
export function containerSign(env: NodeJS.ProcessEnv, root = '/'): string | undefined {
  if (env['KUBERNETES_SERVICE_HOST']) return 'KUBERNETES_SERVICE_HOST is set';
  // As systemd has it: a runtime names itself to what it starts.
  if (env['container']) return `the variable container is "${env['container']}"`;
  if (existsSync(join(root, 'run/.containerenv'))) return '/run/.containerenv is there';
  if (RUNTIMES.test(read(join(root, 'proc/self/cgroup')))) return '/proc/self/cgroup names a container';
  // A virtual machine whose disk was made from an image has that file as well.
  if (existsSync(join(root, '.dockerenv')) && hasFilesPutOver(root)) return '/.dockerenv is there';
  return undefined;
}

function hasFilesPutOver(root: string): boolean {
  return read(join(root, 'proc/self/mountinfo'))
    .split('\n')
    .some((line) => PUT_OVER.test(line.split(' ')[4] ?? ''));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
