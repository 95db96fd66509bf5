/**
 * Pull requests of features: those there are, and the dialog that asks for one.
 * @import { Item, Thing } from './work-kinds'
 */
import { call } from './app/api';
import { openDialog } from './dialogs';
import { h } from './dom';
import { onSubmit } from './fields';
import { labelled, plainInput } from './form-fields';

/** @typedef {{ number: number, url: string }} Pull */

/** By the feature's number. @type {Map<number, Pull>} */
const pulls = new Map();

/** @param {number} featureId */
export const pullOf = (featureId) => pulls.get(featureId);

/** @param {readonly Thing[]} features those shown @returns {Promise<void>} */
export async function readPulls(features) {
  const begun = features.filter(({ status }) => status === 'in_progress' || status === 'completed');
  const projects = new Set(
    begun.flatMap((one) => ('project_id' in one && one.project_id !== null ? [one.project_id] : [])),
  );
  const read = async (id) => {
    const github = await call('GET /api/projects/:id/github', { params: { id }, query: { limit: 1 } });
    // The newest come first, and of each feature the newest counts.
    for (const { feature_id: feature, number, url } of github.pull_requests.toReversed()) {
      pulls.set(feature, { number, url });
    }
  };
  await Promise.all([...projects].map(read));
}

/** @param {Item} item @param {(text: string) => void} done */
export function openPull(item, done) {
  const branch = plainInput({ id: 'pull-branch', name: 'branch' });
  const button = h('button', { type: 'submit', class: 'button button-primary' }, 'Make pull request');
  const form = h(
    'form',
    { class: 'form dialog-body', id: 'pull-form', novalidate: true },
    h('p', { class: 'work-send-title' }, item.title),
    labelled(
      'Branch',
      branch,
      'It must have been pushed. Empty: the one checked out where the feature was worked on.',
    ),
    h('p', { class: 'form-message', role: 'status' }),
    h('div', { class: 'dialog-actions' }, button),
  );
  const dialog = openDialog({ title: `Pull request for feature #${item.id}` }, form);
  branch.focus();
  onSubmit(form, async () => {
    const body = branch.value.trim() ? { branch: branch.value.trim() } : {};
    const { pull_request: pull } = await call('POST /api/features/:id/pull-request', {
      params: { id: item.id },
      body,
    });
    if (pull) pulls.set(item.id, pull);
    dialog.close();
    done(words(pull));
  });
}

/** @param {{ number: number, created: boolean } | null} pull */
function words(pull) {
  if (!pull)
    return 'The pull request takes longer and is made by itself; the project’s GitHub tells how it ended.';
  return pull.created
    ? `Made pull request #${pull.number}.`
    : `There is an open pull request already: #${pull.number}.`;
}
