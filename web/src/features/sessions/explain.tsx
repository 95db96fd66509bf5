/** “Why?”: everything a session's state was read from, and what was on its screen. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { call, messageOf, type Answer } from '../../app/api';
import { sessionLook } from '../../app/labels';
import { Badge } from '../../ui/badge';
import { Dialog, openDialog } from '../../ui/dialog';
import { Problem } from '../../ui/notice';
import { FixedTime } from '../../ui/time';
import { sourceName } from './words';

type Explanation = Answer<'GET /api/sessions/:name/explain'>;

export function openExplanation(name: string): void {
  openDialog((close) => <ExplainDialog name={name} close={close} />);
}

function ExplainDialog({ name, close }: { name: string; close: () => void }): VNode {
  const explanation = useSignal<Explanation | null>(null);
  const problem = useSignal('');
  useEffect(() => {
    call('GET /api/sessions/:name/explain', { params: { name } }).then(
      (answer) => (explanation.value = answer),
      (error: unknown) => (problem.value = messageOf(error)),
    );
  }, [name, explanation, problem]);
  return (
    <Dialog title={`Why is ${name} in its state?`} class="dialog-explain" onClose={close}>
      <Problem text={problem.value} />
      <div class="dialog-body explain" role="status">
        {explanation.value ? <Explained {...explanation.value} /> : !problem.value && 'Reading…'}
      </div>
    </Dialog>
  );
}

function Explained({ status, reason, rule, evidence, source, ...rest }: Explanation): VNode {
  const { disagreement, queue, agent, sources, frame } = rest;
  return (
    <>
      <p class="explain-verdict">
        <Badge look={sessionLook(status)} /> {reason}
      </p>
      {disagreement && <p class="notice notice-warn">{disagreement}</p>}
      {queue && <p class="notice notice-warn">It is given no prompts: {queue}.</p>}
      {evidence && <pre class="evidence">{evidence}</pre>}
      <dl class="facts">
        <Fact name="Told by">{sourceName(source)}</Fact>
        <Fact name="Rule">{rule && <span class="mono">{rule}</span>}</Fact>
        <Fact name="Agent">{agent?.title ?? agent?.id}</Fact>
        <Fact name="Rules checked with">{agent?.verified}</Fact>
        <Fact name="Window title">{frame.title}</Fact>
        <Fact name="Command">{frame.command && <span class="mono">{frame.command}</span>}</Fact>
        <Fact name="Cursor">{`column ${frame.cursor.x}, row ${frame.cursor.y}`}</Fact>
        <Fact name="Size">{`${frame.size.width} × ${frame.size.height}`}</Fact>
      </dl>
      {sources.length > 0 && (
        <>
          <h3>What each source says</h3>
          <ul class="sources">
            {sources.map((statement) => (
              <Source key={statement.source} {...statement} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const Source = ({ source, state, reason, rule, evidence, at }: Explanation['sources'][number]): VNode => (
  <li class="source" data-source={source}>
    <div class="step-head">
      <strong>{sourceName(source)}</strong>
      {state ? <Badge look={sessionLook(state)} /> : <span class="muted">says nothing</span>}
      {rule && <span class="mono">{rule}</span>}
      {at && (
        <span class="step-time">
          <FixedTime at={at} />
        </span>
      )}
    </div>
    {reason && <p>{reason}</p>}
    {evidence && <pre class="evidence">{evidence}</pre>}
  </li>
);

const Fact = ({ name, children }: { name: string; children: ComponentChildren }): VNode => (
  <div>
    <dt>{name}</dt>
    <dd>{children || 'none'}</dd>
  </div>
);
