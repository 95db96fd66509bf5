/** What is known of the session beside its terminal. */
import type { VNode } from 'preact';
import { Fact } from '../../ui/fact';
import { LiveTime } from '../../ui/time';
import { SessionMode } from '../sessions/session-mode';
import { explain } from '../sessions/open';
import { sessionReason, sourceWords, successRate, successTitle } from '../sessions/words';
import { AttachLine } from './attach-line';
import { name, session } from './model';
import { SessionManaging } from './managing';
import { Prompts } from './prompts';
import { Resources } from './resources';

export function SessionSide(): VNode {
  const now = session.value;
  return (
    <div class="session-side">
      <section class="panel" aria-labelledby="state-title">
        <div class="panel-head">
          <h2 id="state-title">State</h2>
          <button
            type="button"
            class="button button-small button-quiet button-link"
            data-reads
            onClick={() => explain(name.peek())}
          >
            Why?
          </button>
        </div>
        <div class="panel-body session-state">
          {now ? <State now={now} /> : <p class="muted">There is no session of that name now.</p>}
          <AttachLine />
        </div>
      </section>
      <Prompts />
      <Resources />
      {now && <SessionManaging session={now} />}
    </div>
  );
}

function State({ now }: { now: NonNullable<typeof session.value> }): VNode {
  const source = sourceWords(now.evidence_source);
  return (
    <>
      <p class="reason">{sessionReason(now)}</p>
      {now.disagreement && <p class="notice notice-warn">{now.disagreement}</p>}
      <dl class="facts">
        <Fact name="Agent">{[now.provider, now.specialty].filter(Boolean).join(' · ') || 'none'}</Fact>
        <Fact name="Directory">
          <span class="mono">{now.working_dir ?? 'unknown'}</span>
        </Fact>
        <Fact name="Active">
          <LiveTime kind="ago" at={now.last_activity} />
        </Fact>
        {source && <Fact name="Seen">{source}</Fact>}
        <Fact name="Prompts">
          <span title={successTitle(now)}>{successRate(now)}</span>
        </Fact>
        <Fact name="Attached">{`${now.attached} tmux client${now.attached === 1 ? '' : 's'}`}</Fact>
      </dl>
      <SessionMode session={now} />
    </>
  );
}
