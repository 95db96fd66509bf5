/** Which part of a command decided, and whether that was a danger somebody named. */
import type { Confirmation } from '../../../../api/document/api-types';
import { isDanger } from '../../../../workflows/contracts/danger';

type Judged = Pick<Confirmation, 'verdict' | 'rule' | 'evidence' | 'kind'>;

/** A rule refuses it, or asks on purpose: yes is not what is offered first. */
export const isDangerous = ({ kind, verdict, rule }: Judged): boolean =>
  isDanger({ kind, verdict, rule: rule === null ? null : rule.id });

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Cut by the policy: the rest isn't known. */
const CUT = '...';

/**
 * Where the part that decided stands in the command; empty if it doesn't stand there as it was read. Of a part that was
 * found within another (`word in command`) the word is marked.
 */
export function dangerIn(command: string, judged: Judged): Span[] {
  if (!isDangerous(judged) || !judged.evidence) return [];
  const { evidence } = judged;
  const whole = evidence.endsWith(CUT) ? evidence.slice(0, -CUT.length) : evidence;
  const [word = ''] = whole.split(' in ', 1);
  const wanted = [whole, word].find((text) => text !== '' && command.includes(text));
  if (wanted === undefined) return [];
  const spans: Span[] = [];
  for (let at = command.indexOf(wanted); at >= 0; at = command.indexOf(wanted, at + wanted.length))
    spans.push({ start: at, end: at + wanted.length });
  return spans;
}
