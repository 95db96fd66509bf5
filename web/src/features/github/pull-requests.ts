/** The pull requests that features have. */
import { signal } from '@preact/signals';
import { call } from '../../app/api';
import type { Thing } from '../work-items/kinds';

export interface Pull {
  readonly number: number;
  readonly url: string;
}

const pulls = signal<ReadonlyMap<number, Pull>>(new Map());

export const pullOf = (featureId: number): Pull | undefined => pulls.value.get(featureId);

/** Of the features that are shown. */
export async function readPulls(features: readonly Thing[]): Promise<void> {
  const begun = features.filter(({ status }) => status === 'in_progress' || status === 'completed');
  const projects = new Set(begun.flatMap((one) => ('project_id' in one ? (one.project_id ?? []) : [])));
  const read = async (id: number): Promise<void> => {
    const github = await call('GET /api/projects/:id/github', { params: { id }, query: { limit: 1 } });
    // The newest come first, and of each feature the newest counts.
    const known = github.pull_requests.toReversed().map((pull) => [pull.feature_id, pull] as const);
    pulls.value = new Map([...pulls.peek(), ...known]);
  };
  await Promise.all([...projects].map(read));
}

/** @returns how it went, in words */
export async function makePull(featureId: number, branch: string): Promise<string> {
  const { pull_request: pull } = await call('POST /api/features/:id/pull-request', {
    params: { id: featureId },
    body: branch ? { branch } : {},
  });
  if (!pull)
    return 'The pull request takes longer and is made by itself; the project’s GitHub page says how it ended.';
  pulls.value = new Map(pulls.peek()).set(featureId, pull);
  return pull.created
    ? `Made pull request #${pull.number}.`
    : `There is an open pull request already: #${pull.number}.`;
}
