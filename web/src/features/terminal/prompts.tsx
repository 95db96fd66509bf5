/** The prompts of the session, the newest first. */
import { effect, signal } from '@preact/signals';
import type { VNode } from 'preact';
import { call, type Answer } from '../../app/api';
import { promptLook } from '../../app/labels';
import { Turns } from '../../app/refresh';
import { Badge } from '../../ui/badge';
import { firstLine } from '../../ui/text';
import { LiveTime } from '../../ui/time';
import { name, session } from './model';

type Listed = Answer<'GET /api/assigner/prompts'>['items'][number];

const MOST = 20;
const rows = signal<readonly Listed[]>([]);
const turns = new Turns();

/** Read anew when the session gets another prompt or has ended one. */
export function readPrompts(): void {
  effect(() => {
    const now = session.value;
    void [now?.current_task_id, now?.total_tasks_completed, now?.total_tasks_failed, now?.status];
    const query = { session: name.value, limit: MOST };
    const counts = turns.begin();
    call('GET /api/assigner/prompts', { query }).then(
      ({ items }) => {
        if (counts()) rows.value = items;
      },
      // What was read stays: the page says that there is no connection.
      () => undefined,
    );
  });
}

export function Prompts(): VNode {
  return (
    <section class="panel" aria-labelledby="prompts-title">
      <div class="panel-head">
        <h2 id="prompts-title">Prompts</h2>
      </div>
      <ul class="session-prompts" id="session-prompts">
        {rows.value.map((prompt) => (
          <li key={prompt.id} data-prompt={prompt.id}>
            <a href={`./#/prompt/${prompt.id}`}>
              #{prompt.id} {firstLine(prompt.content)}
            </a>
            <span class="session-prompt-end">
              <Badge look={promptLook(prompt)} />{' '}
              <span class="muted">
                <LiveTime kind="ago" at={prompt.completed_at ?? prompt.assigned_at ?? prompt.created_at} />
              </span>
            </span>
          </li>
        ))}
      </ul>
      {rows.value.length === 0 && (
        <p class="empty">No prompt has come here yet. Queue one on the dashboard, and name this session.</p>
      )}
    </section>
  );
}
