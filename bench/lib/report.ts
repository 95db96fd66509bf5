/** What the groups found, as text on the terminal and as docs/benchmarks.md. */
import { cpus, loadavg, totalmem } from 'node:os';
import { version } from 'node:process';

export interface Row {
  readonly what: string;
  /** What the goal is a multiple of, measured in the same run; '' where the goal stands for itself. */
  readonly limit: string;
  readonly ours: string;
  /** ours / limit, where there is a limit. */
  readonly ratio?: string;
  /** '' for what is told for comparison only. */
  readonly goal: string;
  readonly met?: boolean;
}

export interface Group {
  readonly title: string;
  /** How it was measured. */
  readonly note: string;
  readonly rows: readonly Row[];
}

export interface Finished extends Group {
  /** Processes that wanted to run, on average over a minute, before and after. */
  readonly load: readonly [number, number];
  readonly seconds: number;
}

export const loadNow = (): number => loadavg()[0] as number;

export function groupText({ title, note, rows, load, seconds }: Finished): string {
  const lines = rows.map(
    ({ what, limit, ours, ratio, goal, met }) =>
      `| ${[what, limit || '-', ours, ratio ?? '-', goal || '-', met === undefined ? '-' : met ? 'yes' : 'NO'].join(' | ')} |`,
  );
  return [
    `## ${title}`,
    '',
    ...sentences(note),
    '',
    '| what | limit | ours | ratio | goal | met |',
    '|---|---|---|---|---|---|',
    ...lines,
    '',
    `Load average ${load[0].toFixed(1)} before, ${load[1].toFixed(1)} after; ${seconds.toFixed(0)} s.`,
    '',
  ].join('\n');
}

/** Documents have one sentence a line. */
const sentences = (text: string): string[] => text.split(/(?<=\.) (?=[A-Z"])/);

export function documentText(groups: readonly Finished[], tmux: string): string {
  const model = cpus()[0]?.model ?? 'unknown processor';
  const memory = `${Math.round(totalmem() / 1024 ** 3)} GB`;
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench` (`npm run bench -- --help` for its options).',
    'Every number is from one run of the whole product: server, engine, tmux server, all started for it and taken away afterwards.',
    'What it is compared with, the limit, is measured in the same run, in turns with it (A B A B), so that the ratio holds if the machine is slower, faster or busy with other things.',
    'Times are medians unless something else is said.',
    '',
    `Machine: ${cpus().length} x ${model}, ${memory}, Node ${version}, ${tmux}.`,
    `${new Date().toISOString().slice(0, 10)}.`,
    '',
    ...groups.map(groupText),
  ].join('\n');
}
