/** What went wrong by the server's own log: lines that say the same as one, with the way to them. */
import type { VNode } from 'preact';
import { promptAddress } from '../../app/page-addresses';
import { may } from '../../app/permissions';
import { at } from '../../app/root';
import { Problem } from '../../ui/notice';
import { FixedTime } from '../../ui/time';
import { HowOften } from './how-often';
import { inLog, type LogErrors, logFault } from './load';

export function InLog(): VNode | null {
  if (!may('logs:read')) return null;
  const { items = [], searched_to: searchedTo } = inLog.value ?? {};
  return (
    <section class="panel" aria-labelledby="log-errors-title">
      <div class="panel-head">
        <h2 id="log-errors-title">
          In the server’s log <span class="count">{items.length || ''}</span>
        </h2>
        <a href={at('/logs.html?level=error')}>All lines</a>
      </div>
      <Problem id="log-errors-fault" class="panel-message panel-message-bad" text={logFault.value} />
      <ul id="log-errors" class="error-rows">
        {items.map((group) => (
          <Group key={`${group.part} ${group.text}`} group={group} />
        ))}
      </ul>
      <div class="empty" hidden={inLog.value === null || items.length > 0}>
        <p>
          The log has no errors
          {searchedTo && (
            <>
              {' since '}
              <FixedTime at={searchedTo} />
            </>
          )}
          .
        </p>
      </div>
    </section>
  );
}

function Group({ group }: { readonly group: LogErrors['items'][number] }): VNode {
  const { text, part, count, first_at: first, last_at: last, prompt_id: prompt } = group;
  return (
    <li data-part={part}>
      <div class="error-head">
        <a class="error-message" href={linesOf(group)}>
          {text}
        </a>
      </div>
      <p class="muted error-facts">
        <HowOften count={count} first={first} last={last} />
        {` · ${part}`}
        {prompt !== null && (
          <>
            {' · '}
            <a href={promptAddress(prompt)}>prompt #{prompt}</a>
          </>
        )}
      </p>
    </li>
  );
}

/** The lines around it, if it is known in the course of what it was written; else those with the same words. */
function linesOf({ text, part, request_id: request, workflow_id: workflow }: LogErrors['items'][number]) {
  const about = request ?? workflow;
  // What stands in brackets is another field of the line.
  const words = text.split(' (', 1)[0] ?? text;
  const query = about === null ? { level: 'error', part, q: words.slice(0, 200) } : { level: 'debug', about };
  return at(`/logs.html?${new URLSearchParams(query).toString()}`);
}
