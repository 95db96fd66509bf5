/** The report of a milestone for people. */
import type { Report, ReportPhase, ReportTask } from './report';

/** Done tasks stay in the JSON; here the newest are enough. */
const DONE_SHOWN = 20;

export function markdownOf(report: Report): string {
  const { totals, files } = report;
  const left = Object.entries(files.left_out)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`);
  const blocks = [
    `# ${escaped(report.title)}`,
    `${escaped(report.summary)} Scanned ${report.scanned_at.slice(0, 16).replace('T', ' ')} UTC.`,
    [
      '| phase | open | done | hours | from | to |',
      '| --- | ---: | ---: | ---: | --- | --- |',
      ...report.phases.map(
        ({
          title,
          open_tasks: open,
          done_tasks: done,
          estimated_hours: hours,
          starts_on: from,
          ends_on: to,
        }) => `| ${title} | ${open} | ${done} | ${hours} | ${from ?? ''} | ${to ?? ''} |`,
      ),
      `| **all** | ${totals.open_tasks} | ${totals.done_tasks} | ${totals.estimated_hours} | | ${totals.ends_on ?? ''} |`,
    ].join('\n'),
    ...report.phases.filter(({ total_tasks: total }) => total > 0).map(phaseText),
    '## How it was made',
    [
      ...report.rules.map((rule) => `- ${rule}`),
      `- A working day has ${report.hours_per_day} hours.`,
      `- ${files.read} files were read${left.length > 0 ? `; left out: ${left.join(', ')}` : ''}.`,
      ...files.unread.map((path) => `- Could not be read, so its tasks stay as they were: ${code(path)}`),
    ].join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function phaseText({ title, tasks }: ReportPhase): string {
  const open = tasks.filter(({ status }) => status === 'open');
  const done = tasks.filter(({ status }) => status === 'done');
  const newest = [...done]
    .sort((a, b) => ((a.done_at ?? '') < (b.done_at ?? '') ? 1 : -1))
    .slice(0, DONE_SHOWN);
  const more = done.length - newest.length;
  return [
    `## ${title}`,
    '',
    ...open.map((task) => `- [ ] ${taskText(task)}`),
    ...newest.map((task) => `- [x] ${taskText(task)}`),
    ...(more > 0 ? [`- [x] and ${more} more`] : []),
  ].join('\n');
}

function taskText(task: ReportTask): string {
  const {
    tag,
    kind,
    text,
    path,
    line,
    record_id: recordId,
    estimated_hours: hours,
    feature_id: feature,
  } = task;
  const mark = tag ?? (recordId === null ? '' : `${kind} ${recordId}`);
  const place = path === null ? '' : code(line === null ? path : `${path}:${line}`);
  const facts = [`${hours} h`, feature === null ? '' : `feature ${feature}`].filter(Boolean).join(', ');
  return [mark && `**${mark}**`, escaped(text), place, `(${facts})`].filter(Boolean).join(' ');
}

/** Text of others: what Markdown or HTML would act on stands as it is. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#~]/g, '\\$&').replace(/&/g, '&amp;');
}

/** A path between backticks; one that holds some itself is set between more of them. */
function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length)) + 1);
  return fence.length === 1 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}
