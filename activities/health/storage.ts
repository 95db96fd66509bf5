/** Room on the disks, and the size of the databases. That they take reads and writes is watched by the server. */
import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { HealthLimits } from '../../config/health-limits';
import { DATABASE_FILES, DATABASE_NAMES } from '../../store/db/databases';
import type { Finding } from '../../workflows/contracts/health';
import { check, type Check, finding } from './finding';

const BYTES_A_MIB = 1024 * 1024;
const PERCENT = 100;
/** Of the files that a disk can hold. */
const FREE_FILES_PERCENT = 1;

export type Place = 'data' | 'logs' | 'backups';
export type Places = Readonly<Record<Place, string>>;

export interface Room {
  readonly place: Place;
  readonly freeBytes: number;
  /** null: the file system has no such limit. */
  readonly freeFilesPercent: number | null;
}

async function readRoom(places: Places): Promise<Room[]> {
  const all = Object.entries(places) as [Place, string][];
  const rooms = await Promise.all(
    all.map(async ([place, dir]): Promise<Room[]> => {
      const found = await statfs(dir).catch((error: unknown) => {
        // Made when it is needed first.
        if ((error as { code?: string }).code === 'ENOENT') return undefined;
        throw error;
      });
      // Some network file systems don't report it.
      if (found === undefined || found.blocks === 0) return [];
      const freeFilesPercent = found.files === 0 ? null : (found.ffree / found.files) * PERCENT;
      return [{ place, freeBytes: found.bavail * found.bsize, freeFilesPercent }];
    }),
  );
  return rooms.flat();
}

export function judgeRoom(rooms: readonly Room[], { disk_free_mib: limit }: HealthLimits): Finding[] {
  const remedy = 'Free some space there, or let the clean-up keep less (ARCHITECT_KEEP_...).';
  return rooms.flatMap(({ place, freeBytes, freeFilesPercent }) => {
    const left = Math.floor(freeBytes / BYTES_A_MIB);
    const of = `The disk of the directory of the ${place}`;
    const shared = { remedy, subjects: [place] };
    return [
      left < limit
        ? [
            finding('disk', place, {
              ...shared,
              reason: `${of} has ${left} MiB of room left.`,
              value: left,
              limit,
            }),
          ]
        : [],
      freeFilesPercent !== null && freeFilesPercent < FREE_FILES_PERCENT
        ? [
            finding('disk', `${place}_files`, {
              ...shared,
              reason: `${of} can hold only ${freeFilesPercent.toFixed(2)} % more files.`,
              value: freeFilesPercent,
              limit: FREE_FILES_PERCENT,
            }),
          ]
        : [],
    ].flat();
  });
}

export interface DatabaseSize {
  readonly name: string;
  /** With its log. */
  readonly bytes: number;
}

function readSizes(dataDir: string): DatabaseSize[] {
  return DATABASE_NAMES.map((name) => {
    const file = join(dataDir, DATABASE_FILES[name]);
    const bytes = [file, `${file}-wal`].map((each) => statSync(each, { throwIfNoEntry: false })?.size ?? 0);
    return { name, bytes: bytes.reduce((sum, size) => sum + size, 0) };
  });
}

export function judgeSizes(sizes: readonly DatabaseSize[], { database_mib: limit }: HealthLimits): Finding[] {
  return sizes.flatMap(({ name, bytes }) => {
    const mib = Math.floor(bytes / BYTES_A_MIB);
    if (mib <= limit) return [];
    return finding('store', `${name}_size`, {
      reason: `The database ${name} has ${mib} MiB.`,
      remedy: 'Clean up (architect maintenance), or keep old rows for a shorter time (ARCHITECT_KEEP_...).',
      subjects: [name],
      value: mib,
      limit,
    });
  });
}

export const storageChecks = (places: Places): Check[] => [
  check('disk', () => readRoom(places), judgeRoom),
  check('store', () => readSizes(places.data), judgeSizes),
];
