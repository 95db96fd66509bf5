/** One line of what today took: how long, how busy, how many tokens and what it cost. The counters have what was done. */
import type { VNode } from 'preact';
import { at } from '../../app/root';
import { state } from '../../app/state';
import {
  costOf,
  money,
  NOT_KNOWN,
  percent,
  seconds,
  shortCount,
  told,
  tokensOf,
  toldWords,
} from '../../ui/amounts';
import { find } from '../../ui/dom';
import { mount } from '../../ui/mount';

export const startToday = (): void => void mount(<Today />, find('#today', HTMLElement));

/** The day is the server's, as it is with the counters. */
function sinceWords(since: string): string {
  const begin = new Date(since);
  const isMidnight = begin.getHours() === 0 && begin.getMinutes() === 0;
  const clock = begin.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return isMidnight ? 'Today' : `Since ${clock}`;
}

/** What is known is the least that it was. */
function leastWords(parts: ReturnType<typeof costOf>, show: (value: number) => string, name: string): string {
  const sum = told(parts);
  if (sum === null) return `${name} ${NOT_KNOWN}`;
  return `${parts.unknown > 0 ? 'at least ' : ''}${show(sum)}`;
}

function Today(): VNode | null {
  const { today } = state;
  if (!today) return null;
  const { since, p50_seconds: half, p95_seconds: most, utilisation } = today;
  const cost = costOf(today);
  return (
    <>
      {half !== null && most !== null ? (
        <span>
          {sinceWords(since)} half done in <strong>{seconds(half)}</strong>, 95 % in{' '}
          <strong>{seconds(most)}</strong>
        </span>
      ) : (
        <span>{sinceWords(since)} none done yet</span>
      )}
      {' · '}
      <span>
        sessions at work <strong>{utilisation === null ? NOT_KNOWN : percent(utilisation)}</strong>
      </span>
      {' · '}
      <span>
        <strong>{leastWords(tokensOf(today), shortCount, 'tokens')}</strong>
        {told(tokensOf(today)) !== null && ' tokens'}
      </span>
      {' · '}
      <span>
        <strong title={toldWords(cost, money)}>{leastWords(cost, money, 'cost')}</strong>
      </span>{' '}
      <a href={at('/throughput.html')}>Charts</a>
    </>
  );
}
