/** Where a prompt stands among others: the plan that sent it, what it waits for, what waits for it. */
import type { VNode } from 'preact';
import type { LinkedPrompt } from '../../../../api/document/api-types';
import { at } from '../../app/root';
import { stageLook } from '../../app/labels';
import { Badge } from '../../ui/badge';
import { firstLine } from '../../ui/text';
import { FixedTime } from '../../ui/time';
import type { Prompt } from './state';

export function Chain({ prompt }: { prompt: Prompt }): VNode | null {
  const { origin, awaits = [], awaited_by: behind = [] } = prompt;
  const gone = prompt.after.filter((id) => !awaits.some((one) => one.id === id));
  if (!origin && prompt.after.length + behind.length === 0) return null;
  return (
    <section class="receipt-section" data-text="chain">
      <h3>Where it belongs</h3>
      {origin && <Origin origin={origin} />}
      <Links title={`Waits for ${prompt.on === 'end' ? 'the end' : 'the success'} of`} prompts={awaits} />
      {prompt.awaits && gone.length > 0 && (
        <p class="muted">It waited for {gone.map((id) => `#${id}`).join(', ')} too, removed since.</p>
      )}
      <Links title="Wait for it" prompts={behind} />
    </section>
  );
}

function Origin({ origin }: { origin: NonNullable<Prompt['origin']> }): VNode {
  if (origin.kind === 'recurring')
    return (
      <p>
        Sent by the recurring prompt <a href={at('/recurring.html')}>{origin.name}</a>, due{' '}
        <FixedTime at={origin.scheduled_at} />.
      </p>
    );
  return (
    <p>
      Sent by plan <a href={at(`/plans.html#/${origin.plan_id}`)}>{origin.plan}</a>, task “{origin.task}”,
      attempt {origin.attempt}.
    </p>
  );
}

const Links = ({ title, prompts }: { title: string; prompts: readonly LinkedPrompt[] }): VNode | null =>
  prompts.length > 0 ? (
    <>
      <h4>{title}</h4>
      <ul class="chain-links">
        {prompts.map(({ id, content, stage }) => (
          <li key={id}>
            <Badge look={stageLook(stage)} />
            <a href={`#/prompt/${id}`}>
              #{id} <span class="first-line">{firstLine(content)}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  ) : null;
