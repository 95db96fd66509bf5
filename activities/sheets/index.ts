/** The steps that bring a spreadsheet up to the record. What is there already is read from the spreadsheet itself. */
import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { Store } from '../../store';
import {
  type SheetPass,
  type SheetsActivities,
  type SheetsRecordActivities,
  type SheetsResult,
  type SheetTab,
} from '../../workflows/contracts/sheets';
import { withHeartbeat } from '../heartbeat';
import { AccountError, missingForSheets, serviceAccount, type SheetsSettings } from './account';
import { SheetsFault } from './fault';
import { type Google, googleSheets } from './google';
import { passOver } from './pass';
import { type Tokens, tokens } from './token';

export interface SheetsDeps {
  readonly store: Pick<Store, 'vault' | 'sheetSyncs' | 'sheetRows'>;
  readonly settings: SheetsSettings;
  readonly log: Logger;
  readonly requestTimeoutMs?: number;
  /** Before the first try after a failure. */
  readonly firstPauseMs?: number;
}

const REQUEST_TIMEOUT_MS = 20_000;
const FIRST_PAUSE_MS = 5_000;
/** Longer than that, the next run does it. */
const LONGEST_PAUSE_MS = 300_000;
const MOST_FAILURES = 6;
/** Besides prompts: more than a person has ever made. */
const MOST_ROWS = 20_000;

export const TAB_TITLES: Readonly<Record<SheetTab, string>> = {
  projects: 'Projects',
  features: 'Features',
  bugs: 'Bugs',
  prompts: 'Prompts',
};

export function sheetsActivities(deps: SheetsDeps): SheetsActivities & SheetsRecordActivities {
  const { store, settings } = deps;
  const { sheetSyncs } = store;
  const held = tokens(settings.tokenUrl);

  return {
    async planSheets() {
      const missing = missingForSheets(settings, store);
      if (missing !== null) return { skipped: missing };
      const row = sheetSyncs.begin(Context.current().info.workflowExecution?.runId ?? '');
      return row ? { syncId: row.id } : { skipped: 'another run writes to the spreadsheet' };
    },

    syncSheet: ({ syncId, tab, failures }) =>
      withHeartbeat((signal) => sync({ ...deps, held, signal }, { syncId, tab, failures })),

    endSheets: async ({ syncId, isCancelled }) => end(deps, syncId, isCancelled),
  };
}

type Step = Parameters<SheetsActivities['syncSheet']>[0];
interface Doing extends SheetsDeps {
  readonly held: Tokens;
  readonly signal: AbortSignal;
}

async function sync(deps: Doing, { syncId, tab, failures }: Step): Promise<SheetPass> {
  const { store, settings, signal, log } = deps;
  const writer = randomUUID();
  if (!store.sheetSyncs.take(syncId, writer)) return { ...NOTHING, next: 'stop' };
  const table = store.sheetRows(tab, tab === 'prompts' ? settings.prompts : MOST_ROWS);
  const known = { tab, rows: table.rows.length };
  let google: Google | undefined;
  try {
    google = connect(deps);
    const mayWrite = () => store.sheetSyncs.mayWrite(syncId, writer);
    const { added, updated, isDone, notes } = await passOver(google, TAB_TITLES[tab], table, mayWrite);
    store.sheetSyncs.passed(syncId, { ...known, added, updated, isDone, notes, reason: null });
    return { next: isDone ? 'done' : 'more', requests: google.requests(), retryInMs: null, added, updated };
  } catch (error) {
    signal.throwIfAborted();
    const fault = faultOf(error);
    const next = afterFault(deps, fault, failures);
    const reason = next.next === 'later' ? `${fault.message}; it is tried again` : fault.message;
    store.sheetSyncs.passed(syncId, { ...known, added: 0, updated: 0, isDone: false, notes: [], reason });
    log.warn(
      { sync: syncId, tab, reason: fault.message, failures },
      'a tab of the spreadsheet was not written',
    );
    return { ...NOTHING, ...next, requests: google?.requests() ?? 0 };
  }
}

const NOTHING = { requests: 0, retryInMs: null, added: 0, updated: 0 } as const;

function connect({ store, settings, held, signal, requestTimeoutMs = REQUEST_TIMEOUT_MS }: Doing): Google {
  const account = serviceAccount(settings, store);
  return googleSheets({
    baseUrl: settings.baseUrl,
    spreadsheetId: settings.spreadsheetId ?? '',
    email: account.client_email,
    token: () => held.of(account),
    forgetToken: held.forget,
    ...{ signal, requestTimeoutMs },
  });
}

/** @throws what is nobody's but ours */
function faultOf(error: unknown): SheetsFault {
  if (error instanceof SheetsFault) return error;
  if (error instanceof AccountError) return new SheetsFault('refused', error.message);
  throw error;
}

function afterFault(
  { firstPauseMs = FIRST_PAUSE_MS }: SheetsDeps,
  { kind, isOfTab, retryAfterMs }: SheetsFault,
  failures: number,
): Pick<SheetPass, 'next' | 'retryInMs'> {
  if (kind === 'refused') return { next: isOfTab ? 'done' : 'stop', retryInMs: null };
  const retryInMs = retryAfterMs ?? Math.min(firstPauseMs * 2 ** failures, LONGEST_PAUSE_MS);
  if (failures >= MOST_FAILURES || retryInMs > LONGEST_PAUSE_MS) return { next: 'stop', retryInMs: null };
  return { next: 'later', retryInMs };
}

function end({ store: { sheetSyncs }, log }: SheetsDeps, syncId: number, isCancelled: boolean): SheetsResult {
  const tabs = sheetSyncs.tabs(syncId);
  const sum = (count: (tab: (typeof tabs)[number]) => number): number =>
    tabs.reduce((all, tab) => all + count(tab), 0);
  const reasons = [...new Set(tabs.flatMap(({ done, reason }) => (done === 1 ? [] : [reason ?? REST])))];
  const isShort = !isCancelled && reasons.length > 0;
  const status = isCancelled ? 'cancelled' : isShort ? 'failed' : 'completed';
  sheetSyncs.end(syncId, status, isCancelled ? CANCELLED : reasons.join('; ') || null);
  const row = sheetSyncs.get(syncId);
  const counts = { added: sum(({ added }) => added), updated: sum(({ updated }) => updated) };
  log.info({ sync: syncId, status, ...counts }, 'the spreadsheet');
  const outcome = row === undefined || row.status === 'running' ? status : row.status;
  // The reasons name tabs and columns: they stay in the record.
  return { outcome, syncId, ...counts, reason: outcome === 'completed' ? null : WHERE };
}

const REST = 'there was more than one run writes: the next one goes on';
const CANCELLED = 'cancelled in the workflow engine';
const WHERE = 'GET /api/sheets and `architect sheets` have the reason';
