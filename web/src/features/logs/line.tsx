/** One line of the log; pressed, it shows all that is in it. */
import type { VNode } from 'preact';
import { known } from '../../app/known';
import { promptAddress } from '../../app/page-addresses';
import { Badge, NOT_KNOWN } from '../../ui/badge';
import { exactTime } from '../../ui/duration';
import { type Line, setFilters } from './load';
import { LEVELS, timeWords } from './looks';

interface LogRowProps {
  readonly line: Line;
  readonly index: number;
  readonly isOpen: boolean;
  readonly turn: (key: number) => void;
  readonly measure: (row: HTMLElement | null) => void;
}

export function LogRow({ line, index, isOpen, turn, measure }: LogRowProps): VNode {
  const { key, at, level, part, text } = line;
  const look = known(LEVELS, level) ?? NOT_KNOWN;
  return (
    <li class="log-line" data-index={index} data-level={level} data-tone={look.tone} ref={measure}>
      <button type="button" class="log-head" aria-expanded={isOpen} data-reads onClick={() => turn(key)}>
        <time dateTime={at ?? undefined} title={at ? exactTime(at) : undefined}>
          {at ? timeWords(at) : ''}
        </time>
        <Badge look={look} />
        <span class="log-part">{part}</span>
        <span class="log-text">{text}</span>
      </button>
      {isOpen && <Detail line={line} />}
    </li>
  );
}

function Detail({ line }: { readonly line: Line }): VNode {
  const { text, component, prompt_id: prompt, workflow_id: workflow, request_id: request, more } = line;
  return (
    <div class="log-detail">
      <pre class="log-whole">{text}</pre>
      <dl>
        {component && <Field name="component">{component}</Field>}
        {prompt !== null && (
          <Field name="prompt">
            <a href={promptAddress(prompt)}>#{prompt}</a> <Only about={`prompt ${prompt}`} />
          </Field>
        )}
        {workflow && (
          <Field name="workflow">
            {workflow} <Only about={workflow} />
          </Field>
        )}
        {request && (
          <Field name="request">
            {request} <Only about={request} />
          </Field>
        )}
        {Object.entries(more).map(([name, value]) => (
          <Field key={name} name={name}>
            {value}
          </Field>
        ))}
      </dl>
    </div>
  );
}

const Field = ({ name, children }: { name: string; children: preact.ComponentChildren }): VNode => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

const Only = ({ about }: { about: string }): VNode => (
  <button type="button" class="link-button" data-reads onClick={() => setFilters({ about })}>
    Only lines of {about}
  </button>
);
