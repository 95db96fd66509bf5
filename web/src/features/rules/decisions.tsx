/** The last dialogs of all sessions: what became of them, who decided and why. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Confirmation } from '../../../../api/document/api-types';
import { call, messageOf } from '../../app/api';
import { readable } from '../../app/clean';
import { answerWords, decider, outcomeLook, reasonOf, subjectOf } from '../../app/confirmations';
import { on } from '../../app/state';
import { Badge } from '../../ui/badge';
import { whenQuiet } from '../../ui/dom';
import { Problem } from '../../ui/notice';
import { firstLine } from '../../ui/text';
import { FixedTime } from '../../ui/time';

const SHOWN = 20;
const REREAD_MS = 250;

export function Decisions(): VNode {
  const items = useSignal<readonly Confirmation[] | null>(null);
  const problem = useSignal('');
  useEffect(() => {
    const read = async (): Promise<void> => {
      try {
        items.value = (await call('GET /api/confirmations', { query: { limit: SHOWN } })).items;
        problem.value = '';
      } catch (error) {
        problem.value = messageOf(error);
      }
    };
    void read();
    return on(
      'confirmation',
      whenQuiet(() => void read(), REREAD_MS),
    );
  }, [items, problem]);
  return (
    <div>
      <Problem text={problem.value} />
      {items.value?.length === 0 && <p class="empty">No agent has asked for anything yet.</p>}
      <ol class="decisions">
        {items.value?.map((asked) => (
          <Decision key={asked.id} asked={asked} />
        ))}
      </ol>
    </div>
  );
}

function Decision({ asked }: { asked: Confirmation }): VNode {
  const answer = answerWords(asked);
  return (
    <li class="decision" data-confirmation={asked.id}>
      <Badge look={outcomeLook(asked)} />
      <div class="rule-words">
        <p>
          <code class="rule-pattern">{firstLine(readable(subjectOf(asked)))}</code>
        </p>
        <p class="muted">{[decider(asked), reasonOf(asked)].filter(Boolean).join(': ')}</p>
        {answer && <p>{answer}</p>}
        {asked.resolution && <p class="muted">{asked.resolution}</p>}
        {asked.note && <p>“{asked.note}”</p>}
      </div>
      <p class="rule-facts muted">
        <span class="mono">{asked.session}</span>
        {asked.prompt_id && <a href={`#/prompt/${asked.prompt_id}`}>#{asked.prompt_id}</a>}
        <FixedTime at={asked.decided_at ?? asked.created_at} />
      </p>
    </li>
  );
}
