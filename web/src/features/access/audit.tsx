/** The list of who asked for what, with what narrows it down. */
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { parameter } from '../../app/address';
import { Badge, type Look } from '../../ui/badge';
import { Options } from '../../ui/fields';
import { FilterText, ShowAll } from '../../ui/filters';
import { Problem } from '../../ui/notice';
import { Pager } from '../../ui/pager';
import { FixedTime } from '../../ui/time';
import {
  fault,
  type Filter,
  FILTERS,
  kindKey,
  kinds,
  offset,
  page,
  type Request,
  setFilters,
  SHOWN,
} from './audit-load';
import { tokens, users } from './load';

const OUTCOMES = [
  { value: '', label: 'Done or refused' },
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused or failed' },
];
const DONE: Look = { label: 'Done', shape: 'check', tone: 'ok' };
const REFUSED: Look = { label: 'Refused', shape: 'slash', tone: 'warn' };
const WRONG: Look = { label: 'Not done', shape: 'cross', tone: 'mute' };
const FAILED: Look = { label: 'Failed', shape: 'cross', tone: 'bad' };
/** Of who lacked a login or a right, or tried too often. */
const REFUSALS: readonly number[] = [401, 403, 429];

function outcome(status: number): Look {
  if (status < 400) return DONE;
  if (REFUSALS.includes(status)) return REFUSED;
  return status < 500 ? WRONG : FAILED;
}

export function Audit(): VNode {
  const { items = [], total = 0 } = page.value ?? {};
  return (
    <section class="panel" aria-labelledby="audit-title">
      <div class="panel-head">
        <h2 id="audit-title">
          Who did what <span class="count">{total.toLocaleString()}</span>
        </h2>
      </div>
      <Filters />
      <Problem id="audit-fault" class="panel-message panel-message-bad" text={fault.value} />
      <div class="access-audit">
        <table id="audit" role="table" aria-labelledby="audit-title" hidden={items.length === 0}>
          <thead role="rowgroup">
            <tr role="row">
              {['When', 'Who', 'What', 'Answer', 'From'].map((title) => (
                <th key={title} role="columnheader" scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {items.map((one) => (
              <Row key={one.id} request={one} />
            ))}
          </tbody>
        </table>
      </div>
      <div class="empty" hidden={page.value === null || items.length > 0}>
        <p>Nothing here. Reads are not kept, but for those of secrets.</p>
      </div>
      <Pager label="Who did what" offset={offset} pageSize={SHOWN} total={total} />
    </section>
  );
}

/** A table that is laid out as blocks on a phone loses its roles there, so they are named. */
function Row({ request }: { request: Request }): VNode {
  const { id, at, actor, method, path, summary, status, address } = request;
  return (
    <tr role="row" data-request={id}>
      <td role="cell">
        <FixedTime at={at} />
      </td>
      <td role="cell">{actor ?? <span class="muted">nobody</span>}</td>
      <td role="cell" class="access-what">
        {summary ?? 'A page, or the Web UI of the engine'}
        <code>
          {method} {path}
        </code>
      </td>
      <td role="cell">
        <Badge look={outcome(status)} /> <span class="muted">{status}</span>
      </td>
      <td role="cell">{address}</td>
    </tr>
  );
}

function Filters(): VNode {
  const isAny = FILTERS.some((name) => parameter(name) !== '');
  return (
    <div class="panel-body access-filters" role="group" aria-label="Narrow down">
      <Text name="who" label="Who" list="audit-actors" />
      <Actors />
      <What />
      <label>
        Answer
        <select
          id="audit-how"
          value={parameter('how')}
          onChange={({ currentTarget: { value } }) => setFilters({ how: value })}
        >
          <Options choices={OUTCOMES} />
        </select>
      </label>
      <Text name="from" label="From" type="datetime-local" />
      <Text name="to" label="Until" type="datetime-local" />
      <Text name="path" label="Part of the path" type="search" />
      <ShowAll
        id="audit-all"
        disabled={!isAny}
        clear={() => setFilters(Object.fromEntries(FILTERS.map((name) => [name, ''])))}
      />
    </div>
  );
}

type TextProps = Pick<Parameters<typeof FilterText>[0], 'label' | 'type' | 'list'> & {
  readonly name: Filter;
};

const Text = ({ name, ...field }: TextProps): VNode => (
  <FilterText
    {...field}
    id={`audit-${name}`}
    value={parameter(name)}
    apply={(value) => setFilters({ [name]: value })}
  />
);

function Actors(): VNode {
  const names = useComputed(() => [
    ...(users.value ?? []).map(({ name }) => name),
    ...(tokens.value ?? []).map(({ name }) => `token:${name}`),
    'api-token',
  ]);
  return (
    <datalist id="audit-actors">
      {names.value.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  );
}

function What(): VNode {
  const chosen = parameter('what');
  const choices = kinds.value.map((kind) => ({ value: kindKey(kind), label: kind.summary ?? kindKey(kind) }));
  // One of a link may stand in the list no more.
  if (chosen !== '' && !choices.some(({ value }) => value === chosen))
    choices.push({ value: chosen, label: chosen });
  choices.sort((a, b) => a.label.localeCompare(b.label));
  return (
    <label>
      What
      <select
        id="audit-what"
        value={chosen}
        onChange={({ currentTarget: { value } }) => setFilters({ what: value })}
      >
        <Options choices={[{ value: '', label: 'Everything' }, ...choices]} />
      </select>
    </label>
  );
}
