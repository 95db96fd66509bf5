/** What a run found, for people (Markdown) and programs (JSON). */
import type { RunReport } from './run';

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

export function passedAndFailed(reports: readonly RunReport[]): { passed: number; failed: number } {
  const findings = reports.flatMap((report) => report.findings);
  const failed = findings.filter(({ broken }) => broken.length > 0).length;
  return { passed: findings.length - failed, failed };
}

export const markdown = (reports: readonly RunReport[]): string => reports.map(section).join('\n');

function section(report: RunReport): string {
  const { seed, topology, durationMs, faults, left, counts, findings } = report;
  const engine = topology === 'own' ? 'an engine of its own' : 'a cluster';
  const kinds = [...new Set(faults.map(({ kind }) => kind))].sort();
  const times = (kind: string): number => faults.filter((fault) => fault.kind === kind).length;
  return [
    `# Faults with seed ${seed}, for ${seconds(durationMs)}, with ${engine}`,
    '',
    '| what must be so | broken |',
    '| --- | --- |',
    ...findings.map(
      ({ invariant, broken }) => `| ${invariant} | ${broken.length === 0 ? 'no' : broken.length} |`,
    ),
    '',
    ...findings.flatMap(({ invariant, broken }) =>
      broken.length === 0 ? [] : [`## Broken: ${invariant}`, '', ...broken.map((what) => `- ${what}`), ''],
    ),
    '## What was done',
    '',
    ...Object.entries(counts).map(([what, count]) => `- ${what}: ${count}`),
    '',
    '## Faults',
    '',
    ...kinds.map((kind) => `- ${kind}: ${times(kind)}`),
    ...left.map((what) => `- left out, ${what}`),
    '',
    '| at | fault | what | for |',
    '| --- | --- | --- | --- |',
    ...faults.map(
      ({ atMs, kind, what, heldMs }) => `| ${seconds(atMs)} | ${kind} | ${what} | ${seconds(heldMs)} |`,
    ),
    '',
    ...growthRows(report),
  ].join('\n');
}

/** First, most and last of each. */
function growthRows({ samples }: RunReport): string[] {
  const names = [...new Set(samples.flatMap(({ of }) => Object.keys(of)))];
  const row = (name: string, what: 'descriptors' | 'memoryMib'): string => {
    const values = samples.flatMap(({ of }) => of[name]?.[what] ?? []);
    return `| ${name} | ${what} | ${values[0]} | ${Math.max(...values)} | ${values.at(-1)} |`;
  };
  return [
    '## Descriptors and memory',
    '',
    '| process | what | first | most | last |',
    '| --- | --- | --- | --- | --- |',
    ...names.flatMap((name) => [row(name, 'descriptors'), row(name, 'memoryMib')]),
    '',
  ];
}
