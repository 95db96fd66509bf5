/** The filters of a list; what they say is in the address. */
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { whenQuiet } from '../../ui/dom';
import { Options } from '../../ui/fields';
import { projectChoices } from '../projects/projects';
import { OPEN_LABEL, ORDERS, SEVERITIES, STATUSES } from './kinds';
import type { Filters, Place } from './url-state';

const TYPING_PAUSE_MS = 200;

/** Of all letters typed, only what they come to is worth a step back in the history. */
export type Chosen = 'typed' | 'chosen';
interface Props {
  readonly place: Place;
  readonly onChange: (filters: Filters, how: Chosen) => void;
}
interface Choice {
  readonly value: string;
  readonly label: string;
}
const labelled = (looks: Readonly<Record<string, { readonly label: string }>>): Choice[] =>
  Object.entries(looks).map(([value, { label }]) => ({ value, label }));

export function FilterBar({ place: { kind, filters }, onChange }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const report = useRef<(how: Chosen) => void>(() => undefined);
  report.current = (how) => {
    if (!form.current) return;
    const values = [...new FormData(form.current)].map(([name, value]) => [name, textOf(value)]);
    onChange({ ...filters, ...(Object.fromEntries(values) as Partial<Filters>), page: 1 }, how);
  };
  const typed = useMemo(() => whenQuiet(() => report.current('typed'), TYPING_PAUSE_MS), []);
  const choose = (): void => report.current('chosen');
  return (
    <form
      ref={form}
      id="work-filter"
      class="work-filters"
      role="search"
      aria-label="Filter"
      onSubmit={(event) => {
        event.preventDefault();
        choose();
      }}
    >
      <TextFilter key={kind} text={filters.q} onInput={typed} />
      <Select
        name="status"
        label="Status"
        value={filters.status}
        choices={[
          { value: 'open', label: OPEN_LABEL[kind] },
          { value: 'all', label: 'All statuses' },
          ...labelled(STATUSES[kind]),
        ]}
        onChange={choose}
      />
      {kind === 'bugs' && (
        <Select
          name="severity"
          label="Severity"
          value={filters.severity}
          choices={[{ value: '', label: 'All severities' }, ...labelled(SEVERITIES)]}
          onChange={choose}
        />
      )}
      {kind !== 'projects' && <ProjectFilter chosen={filters.project} onChange={choose} />}
      <Select name="sort" label="Order" value={filters.sort} choices={labelled(ORDERS)} onChange={choose} />
    </form>
  );
}

const textOf = (value: FormDataEntryValue): string => (typeof value === 'string' ? value.trim() : '');

/** What is being typed in stays as it is. */
function TextFilter({ text, onInput }: { readonly text: string; readonly onInput: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (input.current && input.current !== document.activeElement) input.current.value = text;
  }, [text]);
  return (
    <>
      <label class="visually-hidden" for="filter-q">
        Search in the list
      </label>
      <input
        ref={input}
        id="filter-q"
        name="q"
        type="search"
        maxLength={200}
        placeholder="Filter by text"
        autocomplete="off"
        onInput={onInput}
      />
    </>
  );
}

interface SelectProps {
  readonly name: keyof Filters;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: () => void;
}
function Select({ name, label, value, choices, onChange }: SelectProps) {
  const id = `filter-${name}`;
  return (
    <>
      <label class="visually-hidden" for={id}>
        {label}
      </label>
      <select id={id} name={name} value={value} onChange={onChange}>
        <Options choices={choices} />
      </select>
    </>
  );
}

/** Apart, so that only it is made anew when the projects change. */
function ProjectFilter({ chosen, onChange }: { readonly chosen: string; readonly onChange: () => void }) {
  const choices = [{ value: '', label: 'All projects' }, ...projectChoices(chosen)];
  return <Select name="project" label="Project" value={chosen} choices={choices} onChange={onChange} />;
}
