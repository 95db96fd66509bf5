/** “Why?”: everything a session's state was read from, and what was on its screen. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { call, messageOf, type Answer } from '../../app/api';
import { sessionLook } from '../../app/labels';
import { Badge } from '../../ui/badge';
import { Dialog, openDialog } from '../../ui/dialog';
import { Fact } from '../../ui/fact';
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
        <Found name="Told by">{sourceName(source)}</Found>
        <Found name="Rule">{rule && <span class="mono">{rule}</span>}</Found>
        <Found name="Agent">{agent?.title ?? agent?.id}</Found>
        <Found name="Rules checked with">{agent?.verified}</Found>
        <Found name="Window title">{frame.title}</Found>
        <Found name="Command">{frame.command && <span class="mono">{frame.command}</span>}</Found>
        <Found name="Cursor">{`column ${frame.cursor.x}, row ${frame.cursor.y}`}</Found>
        <Found name="Size">{`${frame.size.width} × ${frame.size.height}`}</Found>
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

const Found = ({ name, children }: { name: string; children: ComponentChildren }): VNode => (
  <Fact name={name}>{children || 'none'}</Fact>
);
