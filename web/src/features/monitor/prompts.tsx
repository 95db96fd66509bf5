/** The prompts on the big screen: those at work, and those that come next. */
import type { VNode } from 'preact';
import { isSettled, promptLook, stageLook } from '../../app/labels';
import { state, type Prompt } from '../../app/state';
import { Badge } from '../../ui/badge';
import { firstLine } from '../../ui/text';
import { LiveTime } from '../../ui/time';
import { next } from './next';

export function MonitorPrompts(): VNode {
  const running = [...state.prompts.values()]
    .filter((prompt) => !isSettled(prompt) && prompt.status !== 'pending')
    .sort((a, b) => a.id - b.id);
  const waiting = state.status?.pending ?? 0;
  return (
    <>
      <List
        name="running"
        title="Running"
        prompts={running}
        total={running.length}
        empty="Nothing runs at the moment."
      />
      <List name="next" title="Next" prompts={next.value} total={waiting} empty="Nothing waits." />
    </>
  );
}

interface ListProps {
  readonly name: string;
  readonly title: string;
  readonly prompts: readonly Prompt[];
  readonly total: number;
  readonly empty: string;
}

function List({ name, title, prompts, total, empty }: ListProps): VNode {
  return (
    <>
      <div class="panel-head">
        <h2 id={`${name}-title`}>
          {title}{' '}
          <span class="count" id={`${name}-count`}>
            {total || ''}
          </span>
        </h2>
      </div>
      <ul id={`monitor-${name}`} class="running">
        {prompts.map((prompt) => (
          <Line key={prompt.id} prompt={prompt} />
        ))}
      </ul>
      <p id={`${name}-empty`} class="empty" hidden={total > 0}>
        {empty}
      </p>
    </>
  );
}

function Line({ prompt }: { readonly prompt: Prompt }): VNode {
  const { id, status, stage, content, assigned_session: session, priority } = prompt;
  return (
    <li class="running-line" data-prompt={id}>
      <Badge look={status === 'pending' ? promptLook(prompt) : stageLook(stage)} />
      <span class="id">{`#${id}`}</span>
      <span class="first-line">{firstLine(content)}</span>
      <span class="mono muted">{session ?? (priority ? `priority ${priority}` : '')}</span>
      <LiveTime kind="running" at={prompt.assigned_at ?? prompt.created_at} />
    </li>
  );
}
