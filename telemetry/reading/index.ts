/** Reads the log files of this installation, for those who may. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { LogFilter, LogPart, LogReader, ShownLine } from '../../workflows/contracts/logs';
import { logNames, OUTPUT_NAMES } from '../log-names';
import { follow, type Following, type LogFile } from './log-files';
import { logPage } from './page';
import { shownIfWanted } from './shown';

interface ReaderOptions {
  readonly logDir: string;
  readonly port: number;
  readonly monitorPort: number;
}

/** `assigner` of `assigner.log`. */
export const partOf = (name: string): string => name.replace(/\.log$/, '');

/** All that there may be. */
export function logFilesIn({
  logDir,
  ...ports
}: ReaderOptions): (LogFile & Pick<LogPart, 'kind' | 'file'>)[] {
  const names = [...new Set([...Object.values(logNames(ports)), ...OUTPUT_NAMES])];
  return names.map((file) => ({
    ...{ part: partOf(file), path: join(logDir, file), file },
    kind: OUTPUT_NAMES.includes(file) ? 'output' : 'server',
  }));
}

export function logReader(options: ReaderOptions): LogReader {
  const all = logFilesIn(options);
  const of = (parts: readonly string[]): LogFile[] => all.filter(({ part }) => parts.includes(part));
  return {
    parts: () =>
      all.map(({ part, file, kind, path }) => {
        const found = statSync(path, { throwIfNoEntry: false });
        return { part, file, kind, bytes: found?.size ?? 0, writtenAt: found?.mtime.toISOString() ?? null };
      }),
    page: (parts, filter, limit, before) => logPage(of(parts), filter, { limit, before }),
    async follow(parts, filter, limit, signal) {
      const files = of(parts);
      // First, so that nothing is lost in between.
      const following = await follow(options.logDir, files);
      try {
        const page = await logPage(files, filter, { limit, endOf: following.endOf });
        return { page, added: wantedOf(following, filter, signal) };
      } catch (error) {
        await following.close();
        throw error;
      }
    },
  };
}

async function* wantedOf(
  following: Following,
  filter: LogFilter,
  signal: AbortSignal,
): AsyncGenerator<readonly ShownLine[]> {
  for await (const lines of following.batches(signal)) {
    const wanted = lines.flatMap(({ part, text }) => shownIfWanted(part, text, filter) ?? []);
    if (wanted.length > 0) yield wanted;
  }
}
