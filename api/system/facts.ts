import type { z } from 'zod';
import { DEFAULT_PASSWORD } from '../../config/settings';
import type { system } from './responses';
import type { AppDeps } from '../context';
import type { PromptViewing, WorkflowUrl } from '../prompts/views';

type SystemDeps = Pick<AppDeps, 'config' | 'engine' | 'orchestrator' | 'version'>;

/** Answers GET /api/system and the event of that name. */
export function systemView({ config, engine, orchestrator, version }: SystemDeps): z.output<typeof system> {
  return {
    version,
    host: config.hostName,
    user: config.user,
    temporal_ui: engine.uiUrl ?? null,
    namespace: config.temporal.namespace,
    engine: engine.kind,
    engine_state: orchestrator.isUp() ? 'up' : 'down',
    default_password: config.password === DEFAULT_PASSWORD,
  };
}

/** What the view of a prompt is made with beside its row. */
export function promptViewing(deps: Pick<AppDeps, 'config' | 'engine' | 'store'>): PromptViewing {
  return {
    workflowUrl: workflowUrls(deps),
    hindranceOf: deps.store.hindrance.of,
    originOf: deps.store.plans.prompts.originOf,
    firingOf: deps.store.recurring.firingOf,
    afterOf: deps.store.chains.after,
    positionOf: deps.store.queue.positionOf,
  };
}

/** Where a person reads a workflow's history; null where the cluster's UI isn't known. */
export function workflowUrls({ config, engine }: Pick<AppDeps, 'config' | 'engine'>): WorkflowUrl {
  return (workflowId) =>
    engine.uiUrl === undefined
      ? null
      : `${engine.uiUrl}/namespaces/${encodeURIComponent(config.temporal.namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}
