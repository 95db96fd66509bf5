/** What narrows the log down; it stands in the address. */
import type { VNode } from 'preact';
import { parameter } from '../../app/address';
import { Options } from '../../ui/fields';
import { FilterText, ShowAll } from '../../ui/filters';
import { type Filter, FILTERS, type Part, parts, setFilters } from './load';

const LEVELS = [
  { value: '', label: 'Info and more serious' },
  { value: 'debug', label: 'Everything' },
  { value: 'warn', label: 'Warnings and errors' },
  { value: 'error', label: 'Errors' },
];
const KB = 1_000;

export function LogFilters(): VNode {
  const isAny = FILTERS.some((name) => parameter(name) !== '');
  return (
    <div class="panel-body log-filters" role="group" aria-label="Narrow down">
      <Choice name="level" label="Level" choices={LEVELS} />
      <Choice name="part" label="File" choices={partChoices()} />
      <Text name="q" label="Text" type="search" />
      <Text name="about" label="Prompt, workflow or request" placeholder="42, task-7, X-Request-Id" />
      <ShowAll
        id="log-all"
        disabled={!isAny}
        clear={() => setFilters(Object.fromEntries(FILTERS.map((name) => [name, ''])))}
      />
    </div>
  );
}

function partChoices(): { value: string; label: string }[] {
  const chosen = parameter('part');
  const found = parts.value
    .filter(({ written_at: at, part }) => at !== null || part === chosen)
    .map((part) => ({ value: part.part, label: `${part.file} (${sizeOf(part)})` }));
  // One of a link is known before the list is.
  if (chosen !== '' && !found.some(({ value }) => value === chosen))
    found.push({ value: chosen, label: chosen });
  return [{ value: '', label: 'All of the server' }, ...found];
}

const sizeOf = ({ bytes, kind }: Part): string => {
  const size = bytes < KB * KB ? `${Math.ceil(bytes / KB)} kB` : `${(bytes / KB / KB).toFixed(1)} MB`;
  return kind === 'output' ? `output, ${size}` : size;
};

interface ChoiceProps {
  readonly name: Filter;
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

const Choice = ({ name, label, choices }: ChoiceProps): VNode => (
  <label>
    {label}
    <select
      id={`log-${name}`}
      value={parameter(name)}
      onChange={({ currentTarget: { value } }) => setFilters({ [name]: value })}
    >
      <Options choices={choices} />
    </select>
  </label>
);

type TextProps = Pick<Parameters<typeof FilterText>[0], 'label' | 'type' | 'placeholder'> & {
  readonly name: Filter;
};

const Text = ({ name, ...field }: TextProps): VNode => (
  <FilterText
    {...field}
    id={`log-${name}`}
    value={parameter(name)}
    apply={(value) => setFilters({ [name]: value })}
  />
);
