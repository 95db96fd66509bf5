/** The policy: may an agent do this without asking a person? Synchronous; what it knows of files comes from `disk`. */
import { Findings } from './findings';
import { firstRule, type Asked } from './match';
import type { Part } from './parts';
import { DISK, type Disk } from './disk';
import { expandHome, placesOf } from './paths';
import { PERSON_ONLY } from './person-only';
import { FIXED, type FixedReason } from './reasons';
import { walkText } from './shell/walk';
import { VERDICTS, type Decision, type Request, type Rule } from './types';

const FILE_TOOLS = new Set([
  'Read',
  'Write',
  'Edit',
  'MultiEdit',
  'NotebookEdit',
  'NotebookRead',
  'Grep',
  'Glob',
  'LS',
]);
/** Search the working directory unless told otherwise. */
const SEARCH_TOOLS = new Set(['Grep', 'Glob', 'LS']);
/** A command line that writes a file holds the file; more than this isn't judged. */
const MAX_COMMAND_LENGTH = 100_000;
/** Nested in each other, more of them take the parser seconds. */
const MAX_SUBSTITUTIONS = 2_000;
const MAX_EVIDENCE_LENGTH = 300;
/** Controls, invisible signs, lone surrogates and all blanks but the plain one; line ends and tabs are fine. */
const INVISIBLE = /(?![\n\t ])[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u;

/**
 * The most careful verdict of all parts of the request; what no rule names and what isn't fully understood is asked.
 * `rules` may be in any order; the first that fits by `position` decides a part.
 */
export function decide(request: Request, rules: readonly Rule[], disk: Disk = DISK): Decision {
  const places = placesOf(request, disk);
  const asked: Asked = { agent: request.agent, tool: request.tool, places };
  const decisions = partsOf(request, asked).map((part) => decidePart(part, asked, rules));
  const [first = fixed('nothing-to-judge', request.tool), ...others] = decisions;
  return others.reduce((most, each) => (rank(each) > rank(most) ? each : most), first);
}

const rank = ({ verdict }: Decision) => VERDICTS.indexOf(verdict);

function partsOf(request: Request, { places }: Asked): readonly Part[] {
  const { tool, command, path } = request;
  const findings = new Findings(places);
  if (PERSON_ONLY.has(tool)) findings.fixed('person-only', tool);
  else if (!request.workingDir.startsWith('/')) findings.fixed('not-absolute', request.workingDir);
  else if (INVISIBLE.test(command ?? '') || INVISIBLE.test(path ?? '')) {
    findings.fixed('invisible', command ?? path ?? '');
    if (tool === 'Bash' && command !== undefined) shell(command, places, findings);
  } else if (tool === 'Bash') shell(command ?? '', places, findings);
  else if (FILE_TOOLS.has(tool)) {
    const file = path ?? (SEARCH_TOOLS.has(tool) ? '.' : undefined);
    if (file === undefined || file === '') findings.fixed('nothing-to-judge', tool);
    else findings.path(tool, places.workingDir, expandHome(file, places.home));
  } else if (path !== undefined && tool === 'WebFetch') findings.add({ kind: 'host', host: hostOf(path) });
  else findings.add({ kind: 'use' });
  findings.finish();
  return findings.parts;
}

function shell(command: string, places: Asked['places'], findings: Findings): void {
  if (command.length > MAX_COMMAND_LENGTH || (command.match(/\$\(/g)?.length ?? 0) > MAX_SUBSTITUTIONS) {
    findings.fixed('too-long', command);
    return;
  }
  try {
    walkText(command, [places.workingDir], places, findings);
  } catch (error) {
    // Nested so deeply that the stack was full. Anything else is a fault of ours, and no reason to allow.
    findings.fixed(error instanceof RangeError ? 'too-long' : 'unparsable', command);
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) && new URL(url).hostname !== '' ? new URL(url).hostname : url;
}

function decidePart(part: Part, asked: Asked, rules: readonly Rule[]): Decision {
  if (part.kind === 'fixed') return fixed(part.reason, part.evidence);
  const evidence = evidenceOf(part, asked);
  const rule = firstRule(part, asked, rules);
  if (rule) {
    const reason = rule.note === '' ? `The rule for ${rule.pattern} says ${rule.verdict}` : rule.note;
    return { verdict: rule.verdict, ruleId: rule.id, reason, evidence: short(evidence) };
  }
  if (part.kind !== 'command') return fixed('no-rule', evidence);
  const within = (word: string) => (word === part.text ? word : `${word} in ${part.text}`);
  if (part.unclear !== undefined) return fixed('unknown-value', within(part.unclear));
  if (part.doubt) return fixed(part.doubt.reason, within(part.doubt.evidence));
  return fixed('no-rule', evidence);
}

function evidenceOf(part: Exclude<Part, { kind: 'fixed' }>, { tool }: Asked): string {
  switch (part.kind) {
    case 'command':
      return part.text;
    case 'path':
      return part.path;
    case 'host':
      return part.host;
    case 'use':
      return tool;
  }
}

function fixed(reason: FixedReason, evidence: string): Decision {
  return { ...FIXED[reason], ruleId: reason, evidence: short(evidence) };
}

const short = (text: string) =>
  text.length > MAX_EVIDENCE_LENGTH ? `${text.slice(0, MAX_EVIDENCE_LENGTH)}...` : text;
