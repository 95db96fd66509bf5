/** What processes and files the dashboard holds: it must not grow, and nothing must stay behind. */
import { readdirSync, readFileSync } from 'node:fs';
import { residentBytes } from '../../bench/lib/processes';
import { descriptorsOf } from './limits';
import type { Site } from './site';

export interface Sample {
  readonly atMs: number;
  readonly of: Readonly<Record<string, { readonly descriptors: number; readonly memoryMib: number }>>;
  readonly temporaryFiles: number;
}

const MIB = 1024 ** 2;
/** Idle connections come and go. */
const MORE_DESCRIPTORS = 25;
/** A server that has just been started again, and one that has worked for minutes. */
const MORE_MIB = { server: 160, engine: 160, host: 160, tmux: 24 } as const;
/** One that is being written this moment. */
const MORE_FILES = 3;

export async function sample(site: Site, sinceMs: number): Promise<Sample> {
  const pids = {
    server: site.serverPid(),
    engine: site.enginePid(),
    host: site.host.pid(),
    tmux: await site.tmux.serverPid().catch(() => undefined),
  };
  const of = Object.entries(pids).flatMap(([name, pid]) => {
    const open = pid === undefined ? undefined : descriptorsOf(pid);
    const memory = pid === undefined ? 0 : residentBytes(pid);
    // It may end while it is looked at.
    if (pid === undefined || open === undefined || memory === 0) return [];
    // Clients keep connections for their next requests: those are theirs to close.
    const descriptors = name === 'server' ? open - connectionsTo(Number(new URL(site.url).port)) : open;
    return [[name, { descriptors, memoryMib: Math.round(memory / MIB) }] as const];
  });
  const temporaryFiles = readdirSync(site.temporaryDir).length;
  return { atMs: Date.now() - sinceMs, of: Object.fromEntries(of), temporaryFiles };
}

/** Those that are up at the side of the client; see proc_pid_net(5) for the columns. */
function connectionsTo(port: number): number {
  const ESTABLISHED = '01';
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return ['tcp', 'tcp6']
    .flatMap((kind) => readOf('self/net', kind).split('\n'))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , remote, state]) => remote?.endsWith(`:${wanted}`) && state === ESTABLISHED).length;
}

/** What is more at the quiet end than it was at the quiet beginning. */
export function growth(first: Sample, last: Sample) {
  const names = Object.keys(MORE_MIB) as (keyof typeof MORE_MIB)[];
  const more = (
    what: 'descriptors' | 'memoryMib',
    allowed: (name: keyof typeof MORE_MIB) => number,
  ): string[] =>
    names.flatMap((name) => {
      const [before, after] = [first.of[name]?.[what] ?? 0, last.of[name]?.[what] ?? 0];
      return after > before + allowed(name) ? [`${name}: from ${before} to ${after}`] : [];
    });
  return {
    descriptors: more('descriptors', () => MORE_DESCRIPTORS),
    memory: more('memoryMib', (name) => MORE_MIB[name]),
    temporaryFiles:
      last.temporaryFiles > first.temporaryFiles + MORE_FILES
        ? [`from ${first.temporaryFiles} to ${last.temporaryFiles}`]
        : [],
  };
}

/** Processes that belong to the site by their command line or environment, with what they are. */
export function processesOf(site: Site): { readonly pid: number; readonly command: string }[] {
  const belongs = (text: string): boolean =>
    [site.dir, site.tmux.socketName, site.host.tmux.socketName].some((mark) => text.includes(mark));
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const command = readOf(name, 'cmdline').replaceAll('\0', ' ').trim();
      // Remains have no command line.
      if (command === '' || !(belongs(command) || belongs(readOf(name, 'environ')))) return [];
      return [{ pid: Number(name), command }];
    });
}

function readOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
