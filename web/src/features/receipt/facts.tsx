/** What is known of a prompt: where it went, how long it took, what it cost. */
import type { VNode } from 'preact';
import { duration } from '../../ui/duration';
import { Fact } from '../../ui/fact';
import { FixedTime, LiveTime } from '../../ui/time';
import { positionWords } from '../queue/order';
import type { Prompt } from './state';
import { engineLink } from '../../app/engine-link';

/** Follows those that go and come before it. */
function Position({ prompt }: { prompt: Prompt }): VNode | null {
  const words = positionWords(prompt);
  return words ? <Fact name="Position">{words}</Fact> : null;
}

export function Facts({ prompt }: { prompt: Prompt }): VNode {
  const wanted = [prompt.target_session, prompt.target_provider, prompt.specialty].filter(Boolean).join(', ');
  return (
    <dl class="facts">
      <Fact name="Session">{prompt.assigned_session ?? 'none yet'}</Fact>
      <Fact name="Wanted">{wanted || 'any session'}</Fact>
      {prompt.not_before && (
        <Fact name="Not before">
          <FixedTime at={prompt.not_before} />
        </Fact>
      )}
      <Fact name="Priority">{prompt.priority}</Fact>
      <Position prompt={prompt} />
      <Fact name="Attempts">{`${prompt.retry_count + 1} of ${prompt.max_retries + 1}`}</Fact>
      <Fact name="Timeout">{`${prompt.timeout_minutes} min`}</Fact>
      <Fact name="Source">{prompt.source}</Fact>
      {prompt.template && <Fact name="Template">{prompt.template}</Fact>}
      <Times prompt={prompt} />
      <Fact name="Workflow">
        <Workflow prompt={prompt} />
      </Fact>
      {usageFacts(prompt.usage).map(([name, value]) => (
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
      {Object.entries(prompt.metadata ?? {}).map(([name, value]: [string, unknown]) => (
        <Fact key={name} name={name}>
          {typeof value === 'string' ? value : JSON.stringify(value)}
        </Fact>
      ))}
    </dl>
  );
}

function Times({ prompt }: { prompt: Prompt }): VNode {
  const { created_at: created, assigned_at: assigned, completed_at: settled } = prompt;
  return (
    <>
      <Fact name="Queued">
        <FixedTime at={created} />
      </Fact>
      {settled ? (
        <Fact name="Settled">
          <FixedTime at={settled} />
        </Fact>
      ) : (
        assigned && (
          <Fact name="Assigned">
            <FixedTime at={assigned} />
          </Fact>
        )
      )}
      {settled ? (
        <Fact name="Took">{duration(Date.parse(settled) - Date.parse(created ?? settled))}</Fact>
      ) : (
        <Fact name="Open for">
          <LiveTime kind="running" at={created} />
        </Fact>
      )}
    </>
  );
}

function Workflow({ prompt: { workflow_id: id, temporal_url: url } }: { prompt: Prompt }): VNode {
  const href = engineLink(url);
  if (!href) return <>{id}</>;
  return (
    <a href={href} target="_blank" rel="noopener" class="mono" title="Open in the Temporal UI">
      {id}
    </a>
  );
}

const number = new Intl.NumberFormat();
/** Cents matter for one prompt, and their parts for a small one. */
const dollars = (usd: number): string => `$${usd.toFixed(usd < 1 ? 4 : 2)}`;

function usageFacts(usage: Prompt['usage']): (readonly [name: string, value: string])[] {
  if (!usage) return [];
  const { input_tokens: input, output_tokens: output, cost_usd: cost } = usage;
  const { cache_read_tokens: read, cache_write_tokens: written } = usage;
  const count = (tokens: number | null | undefined): string => number.format(tokens ?? 0);
  return [
    ['Model', usage.model ?? 'unknown'],
    ['Tokens', `${count(input)} in, ${count(output)} out`],
    ...(read || written ? [['Cache', `${count(read)} read, ${count(written)} written`] as const] : []),
    ['Cost', typeof cost === 'number' ? dollars(cost) : 'not known'],
  ];
}
