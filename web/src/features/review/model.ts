/** What is reviewed: the directory of a session as it is now, or what changed while a prompt was at work. */
import { batch, computed, effect, signal } from '@preact/signals';
import { parameter, setParameters } from '../../app/address';
import { type Answer, call, messageOf } from '../../app/api';
import { Turns } from '../../app/refresh';
import { on } from '../../app/state';
import { openComments } from './comments';
import { rowsOf } from './rows';
import type { Prompt } from '../receipt/state';

type Review = Answer<'GET /api/sessions/:name/review'>;
export type SessionFile = Review['files'][number];

/** A file, from either. */
export interface ShownFile extends Pick<SessionFile, 'path' | 'from' | 'change' | 'added' | 'removed'> {
  /** Of a session's directory only. */
  readonly staging: SessionFile['staging'] | null;
  readonly version: string | null;
  /** Why it can't be committed or discarded. */
  readonly held: string | null;
  /** Of a prompt it is known from the beginning. */
  readonly diff?: string | null;
  readonly note: string | null;
}

export const sessionName = parameter('session');
export const promptId = Number(parameter('prompt')) || 0;

/** Of a session. */
export const review = signal<Review | null>(null);
/** Of a prompt. */
export const prompt = signal<Prompt | null>(null);
const promptFiles = signal<readonly ShownFile[] | null>(null);
export const promptNote = signal('');
export const problem = signal('');
export const isReading = signal(false);
/** An agent was at work since the list was read. */
export const isOld = signal(false);

export const files = computed<readonly ShownFile[] | null>(() => review.value?.files ?? promptFiles.value);
/** Whose agent gets the comments; empty: none. */
export const target = computed(() => sessionName || (prompt.value?.assigned_session ?? ''));

/** Chosen to be committed or discarded. */
export const chosen = signal<ReadonlySet<string>>(new Set());
export const chosenFiles = computed(() =>
  (review.value?.files ?? []).filter(({ path, held }) => chosen.value.has(path) && held === null),
);
export function choose(paths: readonly string[], isChosen: boolean): void {
  const next = new Set(chosen.peek());
  for (const path of paths) {
    if (isChosen) next.add(path);
    else next.delete(path);
  }
  chosen.value = next;
}

/** The file that is shown. */
export const openPath = computed(() => {
  const wanted = parameter('file');
  const all = files.value ?? [];
  return all.some(({ path }) => path === wanted) ? wanted : (all[0]?.path ?? '');
});
export const openFile = computed(() => files.value?.find(({ path }) => path === openPath.value) ?? null);
export const open = (path: string): void => setParameters({ file: path });

/** The file before or after the one that is shown. */
export function step(by: 1 | -1): boolean {
  const all = files.peek() ?? [];
  const next = all[all.findIndex(({ path }) => path === openPath.peek()) + by];
  if (next) open(next.path);
  return next !== undefined;
}

interface Lines {
  readonly path: string;
  readonly version: string | null;
  readonly diff: string | null;
  readonly note: string | null;
}
export const lines = signal<Lines | null>(null);
export const linesProblem = signal('');
/** With the lines between its changes. */
export const isWhole = signal(false);
export const rows = computed(() => {
  const diff = lines.value?.path === openPath.value ? lines.value.diff : null;
  return diff === null ? [] : rowsOf(diff);
});

const turns = new Turns();

export async function read(): Promise<void> {
  if (isReading.peek()) return;
  isReading.value = true;
  problem.value = '';
  try {
    await (promptId ? readPrompt() : readSession());
  } catch (error) {
    problem.value = messageOf(error);
  }
  isReading.value = false;
}

async function readSession(): Promise<void> {
  const found = await call('GET /api/sessions/:name/review', { params: { name: sessionName } });
  const seen = new Map(review.peek()?.files.map(({ path, version }) => [path, version]));
  // What was written to since it was chosen is another one, which nobody has seen.
  const same = found.files.filter(({ path, version, held }) => held === null && version === seen.get(path));
  const known = new Set(same.map(({ path }) => path));
  batch(() => {
    isOld.value = false;
    review.value = found;
    chosen.value = new Set([...chosen.peek()].filter((path) => known.has(path)));
  });
}

async function readPrompt(): Promise<void> {
  const params = { id: promptId };
  const [whole, { attempts }] = await Promise.all([
    call('GET /api/assigner/prompts/:id', { params }),
    call('GET /api/assigner/prompts/:id/changes', { params }),
  ]);
  const attempt = attempts.find((one) => one.files !== null) ?? attempts[0];
  batch(() => {
    prompt.value = whole;
    promptNote.value = attempt?.note ?? '';
    promptFiles.value = (attempt?.files ?? []).map((file) => ({
      ...file,
      ...{ staging: null, version: null, held: null },
    }));
  });
}

/** The lines of the file that is shown; read anew when it is another one, or is as it was no more. */
function followFile(): void {
  let asked = '';
  effect(() => {
    const file = openFile.value;
    const whole = isWhole.value;
    const wanted = JSON.stringify([file?.path, file?.version, whole]);
    if (!file || wanted === asked) return;
    asked = wanted;
    void show(file, whole);
  });
}

async function show(file: ShownFile, whole: boolean): Promise<void> {
  const { path, from, version, note } = file;
  const counts = turns.begin();
  linesProblem.value = '';
  if (file.diff !== undefined || note !== null) {
    lines.value = { path, version, diff: file.diff ?? null, note };
    return;
  }
  try {
    const query = { path, ...(from !== null && { from }), lines: whole ? 'all' : 'changed' } as const;
    const found = await call('GET /api/sessions/:name/review/file', { params: { name: sessionName }, query });
    if (!counts()) return;
    lines.value = { path, version, diff: found.diff, note: found.file.note };
    // It was written to since the list was read.
    if (found.file.version !== version) void read();
  } catch (error) {
    if (counts()) linesProblem.value = messageOf(error);
  }
}

export function startReview(): void {
  if (promptId === 0 && sessionName === '') {
    problem.value = 'The address of this page names neither a session nor a prompt: come here from one.';
    return;
  }
  openComments(promptId ? `prompt ${promptId}` : `session ${sessionName}`);
  followFile();
  on('session', (session) => {
    const isOurs = session?.name === sessionName && session.status === 'busy';
    if (isOurs && review.peek() !== null) isOld.value = true;
  });
  void read();
}
