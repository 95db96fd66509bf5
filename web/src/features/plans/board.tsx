/** The list of plans, and the one that is open. */
import type { VNode } from 'preact';
import { Badge } from '../../ui/badge';
import { Problem } from '../../ui/notice';
import { Drafts, openDraft } from './draft-form';
import { openEditor } from './editor';
import { planLook } from './looks';
import { open, opened, plans, problem, refusal } from './page';
import { PlanTree } from './tree';

export function PlanBoard(): VNode {
  const list = plans.value;
  return (
    <>
      <section class="panel" aria-labelledby="plans-title">
        <div class="panel-head">
          <h2 id="plans-title">Plans</h2>
          <div class="panel-actions">
            <button type="button" class="button button-small" id="plan-draft" onClick={openDraft}>
              Draft from a goal
            </button>
            <button type="button" class="button button-small" id="plan-new" onClick={() => openEditor()}>
              New plan
            </button>
          </div>
        </div>
        <Drafts />
        {list?.length === 0 && <p class="panel-message">No plans yet.</p>}
        <div data-list>
          {(list ?? []).map(({ id, name, status, progress }) => (
            <button
              key={id}
              type="button"
              class="plan-row"
              data-row
              data-opens
              data-plan={id}
              aria-current={opened.value?.id === id ? 'true' : 'false'}
              onClick={() => open(id)}
            >
              <span class="plan-head">
                <span>
                  #{id} {name}
                </span>
                <Badge look={planLook(status)} />
              </span>
              <progress
                class="progress"
                max={100}
                value={progress}
                aria-label={`${name}: ${progress} % done`}
              />
            </button>
          ))}
        </div>
      </section>
      <section class="panel" aria-label="Plan" id="plan">
        <Problem text={problem.value} />
        <Problem id="plan-refusal" text={refusal.value} />
        {opened.value ? <PlanTree plan={opened.value} /> : <p class="panel-message">Choose a plan.</p>}
      </section>
    </>
  );
}
