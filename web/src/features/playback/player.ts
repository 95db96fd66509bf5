/** What is played back: which moment is shown, how fast it goes on, and the pages that are read for it. */
import { computed, effect, signal } from '@preact/signals';
import { call, messageOf } from '../../app/api';
import { parameter, setParameters } from '../../app/address';
import { Turns } from '../../app/refresh';
import { name } from '../terminal/model';
import { markAfter, markBefore, type Mark, markMs, type Recording } from './marks';
import { type Span, type View, viewAround } from './scale';
import { isOn, type ShownScreen, type Tape, tapeOf } from './tape';

export const SPEEDS = ['1x', '8x', '60x'] as const;
export type Speed = (typeof SPEEDS)[number];

const HOUR_MS = 3_600_000;
const FRAMES_A_PAGE = 300;
const STEP_MS = 50;
/** A longer time in which nothing changes is left out; a moment before the change is shown. */
const IDLE_MS = 3_000;
const LEAD_MS = 800;
/** Who drags over the line wants the last moment, not each. */
const SCRUB_PAUSE_MS = 60;
/** The address follows once the moment stands still. */
const ADDRESS_PAUSE_MS = 400;

export const recording = signal<Recording | null>(null);
export const problem = signal<string | null>(null);
export const positionMs = signal(Date.now());
export const isPlaying = signal(false);
export const speed = signal<Speed>('1x');
export const span = signal<Span>('All');
export const isLoading = signal(false);
export const shown = signal<ShownScreen | null>(null);

/** All the time that is kept, up to now. */
export const whole = computed<View>(() => {
  const toMs = Date.parse(recording.value?.now ?? '') || Date.now();
  return { fromMs: toMs - (recording.value?.hours ?? 24) * HOUR_MS, toMs };
});
const centreMs = signal(positionMs.peek());
export const view = computed<View>(() => viewAround(whole.value, span.value, centreMs.value));
/** There is a recording of the moment that is shown. */
export const isRecorded = computed(() =>
  (recording.value?.ranges ?? []).some(
    ({ from, to }) => Date.parse(from) <= positionMs.value && positionMs.value <= Date.parse(to),
  ),
);
/** From the first frame to the last. */
export const ends = computed(() => {
  const ranges = recording.value?.ranges ?? [];
  const [first, last] = [ranges[0], ranges.at(-1)];
  return first && last ? { fromMs: Date.parse(first.from), toMs: Date.parse(last.to) } : null;
});

let tape: Tape | undefined;
let following: { readonly fromMs: number; tape?: Tape } | undefined;
const turns = new Turns();
let timer: ReturnType<typeof setTimeout> | undefined;

const params = (): { name: string } => ({ name: name.peek() });

export async function readIndex(): Promise<void> {
  try {
    recording.value = await call('GET /api/sessions/:name/recording', { params: params() });
    problem.value = null;
  } catch (error) {
    problem.value = messageOf(error);
  }
}

async function readTape(fromMs: number): Promise<Tape> {
  const untilMs = Date.now();
  const query = { from: new Date(fromMs).toISOString(), limit: FRAMES_A_PAGE };
  return tapeOf(
    await call('GET /api/sessions/:name/recording/frames', { params: params(), query }),
    fromMs,
    untilMs,
  );
}

function show(): void {
  const next = tape && isOn(tape, positionMs.peek()) ? tape.at(positionMs.peek()) : null;
  if (next?.sinceMs !== shown.peek()?.sinceMs || next?.rows !== shown.peek()?.rows) shown.value = next;
  const { fromMs, toMs } = view.peek();
  if (positionMs.peek() < fromMs || positionMs.peek() > toMs) centreMs.value = positionMs.peek();
}

/** Reads what is needed for the moment; what was asked for before doesn't count any more. */
function load(atMs: number): void {
  const counts = turns.begin();
  isLoading.value = true;
  clearTimeout(timer);
  timer = setTimeout(() => {
    readTape(atMs).then(
      (read) => {
        if (!counts()) return;
        [tape, following] = [read, undefined];
        problem.value = null;
        isLoading.value = false;
        show();
      },
      (error: unknown) => {
        if (!counts()) return;
        isLoading.value = false;
        isPlaying.value = false;
        problem.value = messageOf(error);
      },
    );
  }, SCRUB_PAUSE_MS);
}

/** Leads to that moment. */
export function seek(ms: number): void {
  const { fromMs, toMs } = whole.peek();
  positionMs.value = Math.round(Math.min(toMs, Math.max(fromMs, ms)));
  if (tape && isOn(tape, positionMs.peek())) {
    turns.outdate();
    isLoading.value = false;
    show();
  } else load(positionMs.peek());
}

export const seekBy = (ms: number): void => seek(positionMs.peek() + ms);
export const seekEnd = (which: 'fromMs' | 'toMs'): void => seek((ends.peek() ?? whole.peek())[which]);

export function seekMark(way: 'before' | 'after'): Mark | undefined {
  const marks = recording.peek()?.marks ?? [];
  const found = (way === 'before' ? markBefore : markAfter)(marks, positionMs.peek());
  if (found) seek(markMs(found));
  return found;
}

export function zoom(next: Span): void {
  centreMs.value = positionMs.peek();
  span.value = next;
}

export function toggle(): void {
  const last = ends.peek()?.toMs ?? 0;
  if (!isPlaying.peek() && positionMs.peek() >= last) seekEnd('fromMs');
  isPlaying.value = !isPlaying.peek();
}

/** What was read counts no more. */
export function forget(): void {
  [tape, following] = [undefined, undefined];
  seek(positionMs.peek());
}

/** The next page is asked for while this one is played. */
function prefetch(fromMs: number): void {
  if (following?.fromMs === fromMs) return;
  const wanted: NonNullable<typeof following> = (following = { fromMs });
  readTape(fromMs).then(
    (read) => void (wanted.tape = read),
    (error: unknown) => {
      if (following !== wanted) return;
      following = undefined;
      isPlaying.value = false;
      problem.value = messageOf(error);
    },
  );
}

function step(passedMs: number): void {
  if (!tape || isLoading.peek()) return;
  if (tape.nextMs !== null) prefetch(tape.nextMs);
  const atMs = positionMs.peek();
  const changeMs = tape.changeAfter(atMs);
  if (changeMs === null) {
    isPlaying.value = false;
    seek(Math.max(atMs, ends.peek()?.toMs ?? atMs));
    return;
  }
  const isIdle = changeMs - atMs > IDLE_MS;
  const nextMs = isIdle ? changeMs - LEAD_MS : atMs + passedMs * Number.parseInt(speed.peek(), 10);
  if (nextMs >= tape.toMs && tape.nextMs !== null) {
    // It waits for the page.
    if (following?.fromMs !== tape.nextMs || !following.tape) return;
    [tape, following] = [following.tape, undefined];
  }
  positionMs.value = nextMs;
  show();
}

/** The address names the moment, so that a link or a reload shows the same. */
function followAddress(): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const at = new Date(positionMs.value).toISOString();
    clearTimeout(waiting);
    waiting = setTimeout(() => setParameters({ at }), ADDRESS_PAUSE_MS);
  });
  return () => {
    stop();
    clearTimeout(waiting);
  };
}

/** Begins at the moment that the address names, or else a little before now. @returns what ends it */
export function start(): () => void {
  const wantedMs = Date.parse(parameter('at'));
  positionMs.value = Number.isNaN(wantedMs) ? Date.now() : wantedMs;
  void readIndex().then(() => {
    if (Number.isNaN(wantedMs)) seekEnd('toMs');
    else seek(wantedMs);
    centreMs.value = positionMs.peek();
  });
  const stopPlaying = effect(() => {
    if (!isPlaying.value) return undefined;
    let lastMs = performance.now();
    const ticking = setInterval(() => {
      const nowMs = performance.now();
      step(nowMs - lastMs);
      lastMs = nowMs;
    }, STEP_MS);
    return () => clearInterval(ticking);
  });
  const stopFollowing = followAddress();
  return () => {
    isPlaying.value = false;
    stopPlaying();
    stopFollowing();
    turns.outdate();
    clearTimeout(timer);
    [tape, following, shown.value] = [undefined, undefined, null];
    setParameters({ at: '' });
  };
}
