/** One line of what today took: how long, how busy, how many tokens and what it cost. The counters have what was done. */
import type { VNode } from 'preact';
import { at } from '../../app/root';
import { state } from '../../app/state';
import { money, percent, tokens } from '../../ui/amounts';
import { find } from '../../ui/dom';
import { mount } from '../../ui/mount';
import { costOf, NOT_KNOWN, seconds, tokensOf, toldWords } from './words';

export const startToday = (): void => void mount(<Today />, find('#today', HTMLElement));

/** The day is the server's, as it is with the counters. */
function sinceWords(since: string): string {
  const begin = new Date(since);
  const isMidnight = begin.getHours() === 0 && begin.getMinutes() === 0;
  const clock = begin.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return isMidnight ? 'Today' : `Since ${clock}`;
}

function Today(): VNode | null {
  const { today } = state;
  if (!today) return null;
  const { since, p50_seconds: half, p95_seconds: most, utilisation } = today;
  return (
    <>
      <span>
        {sinceWords(since)} half of the prompts finished within{' '}
        <strong>{half === null ? '–' : seconds(half)}</strong>
      </span>
      {most !== null && (
        <span>
          95 % within <strong>{seconds(most)}</strong>
        </span>
      )}
      <span>
        sessions at work <strong>{utilisation === null ? NOT_KNOWN : percent(utilisation)}</strong>
      </span>
      <span>
        tokens <strong>{toldWords(tokensOf(today), tokens)}</strong>
      </span>
      <span>
        cost <strong>{toldWords(costOf(today), money)}</strong>
      </span>{' '}
      <a href={at('/throughput.html')}>Charts</a>
    </>
  );
}
