/** The log files of the server, from their end and as they grow. */
import type { z } from 'zod';
import { createSession } from 'better-sse';
import type { LogFilter, LogPage, ShownLine } from '../../workflows/contracts/logs';
import { may } from '../access/principal';
import type { AppDeps, RequestState } from '../context';
import { invalid } from '../http/errors';
import { ANSWERED, routes } from '../http/route';
import { groupsOf } from './groups';
import { logOperations } from './operations';
import { textOfPositions, type wantedLines } from './requests';
import type { logLine, logLines } from './responses';

/** Who doesn't read is let go: a browser comes back by itself, and begins at the end. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;
const LOGIN_CHECK_MS = 1_000;
const MOST_SERIOUS = 2_000;
const SERIOUS: LogFilter = { level: 'error', text: '', requestId: '', workflowId: '', promptId: null };

type Query = z.output<typeof wantedLines>;

export const logRoutes = routes(logOperations)(({ logFiles, log }) => ({
  parts: () => ({
    items: logFiles.parts().map(({ writtenAt, ...part }) => ({ ...part, written_at: writtenAt })),
  }),

  async lines({ query }) {
    const { before, limit } = query;
    return pageView(await logFiles.page(partsOf(query, logFiles), filterOf(query), limit, before));
  },

  async errors() {
    const parts = serverParts(logFiles);
    const { lines, searchedTo } = await logFiles.page(parts, SERIOUS, MOST_SERIOUS);
    return { items: groupsOf(lines), searched_to: searchedTo };
  },

  async stream({ query, ctx }) {
    const { req, res, state } = ctx;
    const stop = new AbortController();
    // First: who goes away while the page is read is told of no more, and nothing would end what follows the files.
    res.once('close', () => stop.abort());
    const parts = partsOf(query, logFiles);
    const { page, added } = await logFiles.follow(parts, filterOf(query), query.limit, stop.signal);
    ctx.respond = false;
    // Koa's 404 stands on the response until something is answered.
    ctx.status = 200;
    const session = stop.signal.aborted
      ? undefined
      : await createSession(req, res, { retry: 1_000, keepAlive: 15_000 });
    session?.push(pageView(page), 'page');
    const check = setInterval(() => stillMay(state) || res.end(), LOGIN_CHECK_MS);
    const passed = pass(added, (lines) => {
      session?.push({ items: lines.map(lineView) }, 'lines');
      if (res.writableLength > MAX_UNREAD_BYTES) res.destroy();
    });
    void passed
      .catch((error: unknown) => {
        log.error({ err: error }, 'a stream of the logs ended, for they could not be read');
        res.end();
      })
      .finally(() => clearInterval(check));
    return ANSWERED;
  },
}));

async function pass(
  added: AsyncGenerator<readonly ShownLine[]>,
  take: (lines: readonly ShownLine[]) => void,
): Promise<void> {
  for await (const lines of added) take(lines);
}

/** A role may be another one by now. The machine's own token has none that could end. */
function stillMay({ principalNow }: RequestState): boolean {
  try {
    return principalNow === undefined || may(principalNow() ?? NOBODY, 'logs:read');
  } catch {
    // Who it is can't be told while the record can't be read.
    return false;
  }
}
const NOBODY = { scopes: new Set<never>() };

/** @throws HttpError 400 where there is no such part */
function partsOf({ part: wanted = [] }: Query, logFiles: AppDeps['logFiles']): string[] {
  const all = logFiles.parts();
  const names = all.map(({ part }) => part);
  const unknown = wanted.find((part) => !names.includes(part));
  if (unknown !== undefined) throw invalid('part', `expected one of ${names.join(', ')}`);
  return wanted.length > 0 ? [...wanted] : serverParts(logFiles);
}

const serverParts = (logFiles: AppDeps['logFiles']): string[] =>
  logFiles.parts().flatMap(({ kind, part }) => (kind === 'server' ? [part] : []));

const filterOf = ({ level, q = '', request = '', workflow = '', prompt }: Query): LogFilter => ({
  ...{ level, text: q, requestId: request, workflowId: workflow, promptId: prompt ?? null },
});

const pageView = ({ lines, next, searchedTo }: LogPage): z.output<typeof logLines> => ({
  items: lines.map(lineView),
  next: next && textOfPositions(next),
  searched_to: searchedTo,
});

const lineView = ({ requestId, workflowId, promptId, ...line }: ShownLine): z.output<typeof logLine> => ({
  ...{ ...line, more: { ...line.more } },
  ...{ request_id: requestId, workflow_id: workflowId, prompt_id: promptId },
});
