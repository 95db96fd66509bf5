/** Where a prompt is to go: a session, or any of an agent. */
import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { SelectField } from '../../ui/fields';
import { AGENT_CHOICES, sessionChoices } from './choices';

interface TargetFieldsProps {
  readonly session: Signal<string>;
  readonly agent: Signal<string>;
  /** Ids of the two controls. */
  readonly ids: readonly [session: string, agent: string];
}

export const TargetFields = ({ session, agent, ids: [sessionId, agentId] }: TargetFieldsProps): VNode => (
  <>
    <SelectField
      id={sessionId}
      name="target_session"
      label="Session"
      bind={session}
      choices={sessionChoices('Any free session', session.value)}
    />
    <SelectField id={agentId} name="target_provider" label="Agent" bind={agent} choices={AGENT_CHOICES} />
  </>
);
