/** What pages and scripts reported: each error once, with how often, since when, and what is known of it. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { parameter } from '../../app/address';
import { rootPath } from '../../app/root';
import { Badge, type Look } from '../../ui/badge';
import { Options } from '../../ui/fields';
import { Problem } from '../../ui/notice';
import { Pager } from '../../ui/pager';
import { HowOften } from './how-often';
import { actions, fault, offset, page, type ReportedError, setFilters, settle, SHOWN } from './load';

const STATUSES = [
  { value: '', label: 'Open' },
  { value: 'resolved', label: 'Resolved' },
  { value: 'all', label: 'All' },
];
const ORDERS = [
  { value: '', label: 'Seen last first' },
  { value: 'count', label: 'Most often first' },
];
const LEVELS: Readonly<Record<string, Look>> = {
  error: { label: 'Error', shape: 'cross', tone: 'bad' },
  warning: { label: 'Warning', shape: 'triangle', tone: 'warn' },
};
const levelLook = (level: string): Look => LEVELS[level] ?? { label: level, shape: 'dot', tone: 'mute' };

export function Reported(): VNode {
  const { items = [], total = 0 } = page.value ?? {};
  return (
    <section class="panel" aria-labelledby="errors-title">
      <div class="panel-head">
        <h2 id="errors-title">
          Reported by pages and scripts <span class="count">{total.toLocaleString()}</span>
        </h2>
      </div>
      <Filters />
      <Problem id="errors-fault" class="panel-message panel-message-bad" text={fault.value} />
      <ul id="errors" class="error-rows">
        {items.map((error) => (
          <ErrorRow key={error.id} error={error} />
        ))}
      </ul>
      <div class="empty" hidden={page.value === null || items.length > 0}>
        <p>Nothing here. Pages report their own faults; scripts can, by POST /api/errors.</p>
      </div>
      <Pager label="Errors" offset={offset} pageSize={SHOWN} total={total} />
    </section>
  );
}

const Filters = (): VNode => (
  <div class="panel-body error-filters" role="group" aria-label="Narrow down">
    <label>
      Show
      <select
        id="errors-status"
        value={parameter('status')}
        onChange={({ currentTarget: { value } }) => setFilters({ status: value })}
      >
        <Options choices={STATUSES} />
      </select>
    </label>
    <label>
      Order
      <select
        id="errors-order"
        value={parameter('order')}
        onChange={({ currentTarget: { value } }) => setFilters({ order: value })}
      >
        <Options choices={ORDERS} />
      </select>
    </label>
    <label>
      Text
      <input
        id="errors-q"
        type="search"
        autocomplete="off"
        spellcheck={false}
        value={parameter('q')}
        onChange={({ currentTarget: { value } }) => setFilters({ q: value.trim() })}
      />
    </label>
  </div>
);

function ErrorRow({ error }: { readonly error: ReportedError }): VNode {
  const isOpen = useSignal(false);
  const { id, message, level, source, count, first_seen: first, last_seen: last, status } = error;
  return (
    <li data-error={id} data-status={status}>
      <div class="error-head">
        <Badge look={levelLook(level)} />
        <button
          type="button"
          class="link-button error-message"
          data-reads
          aria-expanded={isOpen.value}
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          {message}
        </button>
        <button
          type="button"
          class="button button-small"
          data-steady
          aria-label={`${status === 'open' ? 'Resolve' : 'Reopen'}: ${message}`}
          disabled={actions.isBusy(id)}
          onClick={actions.press(() => settle(error), id)}
        >
          {status === 'open' ? 'Resolve' : 'Reopen'}
        </button>
      </div>
      <p class="muted error-facts">
        <HowOften count={count} first={first} last={last} />
        {source && ` · ${source}`}
        {status === 'resolved' && ` · resolved by ${error.resolved_by ?? 'nobody that is known'}`}
        {error.reopened_at && status === 'open' && ' · came again after it was resolved'}
      </p>
      {isOpen.value && <Detail error={error} />}
    </li>
  );
}

function Detail({ error: { url, stack } }: { readonly error: ReportedError }): VNode {
  return (
    <div class="error-detail">
      <p>{url ? <Where url={url} /> : <span class="muted">It says not where it was.</span>}</p>
      {stack && (
        <pre tabIndex={0} aria-label="Stack">
          {stack}
        </pre>
      )}
    </div>
  );
}

/** Anybody may report: only an address of this dashboard is a link, by its path alone. */
function Where({ url }: { readonly url: string }): VNode {
  const place = URL.canParse(url, location.href) ? new URL(url, location.href) : undefined;
  const isOurs = place?.origin === location.origin && place.pathname.startsWith(rootPath());
  return isOurs ? (
    <a href={`${place.pathname}${place.search}${place.hash}`}>{url}</a>
  ) : (
    <span class="error-url">{url}</span>
  );
}
