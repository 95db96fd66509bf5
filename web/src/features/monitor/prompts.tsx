/** The prompts on the big screen: those at work, and those that come next. */
import type { VNode } from 'preact';
import type { MonitorBoard } from '../../../../api/document/api-types';
import { promptLook, stageLook } from '../../app/labels';
import { Badge } from '../../ui/badge';
import { LiveTime } from '../../ui/time';
import { board } from './load';
import { PanelHead } from './panel-head';

type Prompt = MonitorBoard['running'][number];

export function MonitorRunning(): VNode {
  const { running = [], running_total: total = 0 } = board.value ?? {};
  return (
    <List
      name="running"
      title="Running"
      prompts={running}
      total={total}
      empty="Nothing runs at the moment."
    />
  );
}

export function MonitorNext(): VNode {
  const { next = [], counts } = board.value ?? {};
  return <List name="next" title="Next" prompts={next} total={counts?.pending ?? 0} empty="Nothing waits." />;
}

interface ListProps {
  readonly name: string;
  readonly title: string;
  readonly prompts: readonly Prompt[];
  readonly total: number;
  readonly empty: string;
}

const List = ({ name, title, prompts, total, empty }: ListProps): VNode => (
  <>
    <PanelHead name={name} title={title} count={total} />
    <ul id={`monitor-${name}`} class="running">
      {prompts.map((prompt) => (
        <Line key={prompt.id} prompt={prompt} />
      ))}
    </ul>
    <p id={`${name}-empty`} class="empty" hidden={board.value === null || total > 0}>
      {empty}
    </p>
  </>
);

function Line({ prompt }: { readonly prompt: Prompt }): VNode {
  const { id, status, stage, text, session, priority, since } = prompt;
  const look =
    status === 'pending' ? promptLook({ ...prompt, archived: false, result: null }) : stageLook(stage);
  return (
    <li class="running-line" data-prompt={id}>
      <span class="id">{`#${id}`}</span>
      <span class="first-line" title={text}>
        {text}
      </span>
      <LiveTime kind="running" at={since} />
      <div class="running-more">
        <Badge look={look} />
        <span class="mono muted" title={session ?? undefined}>
          {session ?? (priority ? `priority ${priority}` : '')}
        </span>
      </div>
    </li>
  );
}
