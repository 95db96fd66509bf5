/** @jest-environment jsdom */
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import type { Bug, Feature } from '../../../api/document/api-types';
import { apply, type Prompt } from '../../../web/src/app/state';
import { makePull } from '../../../web/src/features/github/pull-requests';
import { ItemRow, type ItemActions } from '../../../web/src/features/work-items/row';

const AT = new Date().toISOString();
const shared = {
  ...{ id: 3, title: 'Sign in', description: null, project_id: 1, priority: 4, assigned_to: 'ann' },
  ...{ status_reason: null, tmux_session: null, estimated_hours: 2.5, actual_hours: null },
  ...{ prompt_id: null, answered_at: null, created_at: AT, updated_at: AT },
};
const feature = (fields: Partial<Feature> = {}): Feature => ({
  ...shared,
  ...{ spec: null, milestone_id: null, assigned_node: null, completed_at: null, status: 'in_progress' },
  ...fields,
});
const bug = (fields: Partial<Bug> = {}): Bug => ({
  ...shared,
  ...{ feature_id: null, severity: 'high', status: 'in_progress', resolved_at: null },
  ...fields,
});
const actions: ItemActions = {
  address: (id) => `#/features/${id}`,
  send: jest.fn(),
  pull: jest.fn(),
  done: jest.fn(),
  isBusy: () => false,
};
const buttons = () => screen.queryAllByRole('button').map(({ textContent }) => textContent);
const prompt = (fields: Partial<Prompt>) =>
  apply('prompt', { id: 9, content: 'x', archived: false, result: null, ...fields } as Prompt);

afterEach(cleanup);

it('says what it is and offers what can be done with it', () => {
  render(<ItemRow item={feature()} actions={actions} />);
  expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('#/features/3');
  expect(screen.getByText('#3 · project 1 · ann · 2.5 h planned')).toBeTruthy();
  expect(buttons()).toEqual(['Mark completed', 'Work on this', 'Pull request']);
  fireEvent.click(screen.getByRole('button', { name: 'Work on this: Sign in' }));
  expect(actions.send).toHaveBeenCalledWith(feature());
});

it('follows the prompt that works on it, by its events alone', async () => {
  prompt({ status: 'in_progress', stage: 'working' });
  render(<ItemRow item={feature({ prompt_id: 9 })} actions={actions} />);
  expect(buttons()).toEqual(['Pull request']);
  expect(screen.getByRole('link', { name: 'In progress prompt 9' })).toBeTruthy();
  prompt({ status: 'failed', stage: 'failed' });
  await screen.findByRole('link', { name: 'Failed prompt 9' });
  expect(buttons()).toEqual(['Mark completed', 'Work on this', 'Pull request']);
});

it('says why it is blocked, and nothing of that while all goes well', () => {
  const { container, rerender } = render(
    <ItemRow item={feature({ status: 'blocked', status_reason: 'no session' })} actions={actions} />,
  );
  expect(container.querySelector('.reason')?.textContent).toBe('no session');
  rerender(<ItemRow item={feature({ status_reason: 'sent by ann' })} actions={actions} />);
  expect(container.querySelector('.reason')).toBeNull();
});

it('shows the pull request of a feature, and not at the bug of the same number', async () => {
  const pull = { repository: 'acme/auth', number: 6, url: 'https://github.example/6', created: true };
  const answer = { state: 'completed', pull_request: pull };
  globalThis.fetch = () =>
    Promise.resolve({ ok: true, status: 201, headers: new Headers(), json: async () => answer } as Response);
  expect(await makePull(3, 'feature/x')).toBe('Made pull request #6.');
  const { rerender } = render(<ItemRow item={feature()} actions={actions} />);
  expect(screen.getByRole('link', { name: 'Pull request #6' }).getAttribute('href')).toBe(pull.url);
  rerender(<ItemRow item={bug()} actions={actions} />);
  expect(screen.queryByRole('link', { name: 'Pull request #6' })).toBeNull();
  expect(buttons()).toEqual(['Mark resolved', 'Work on this']);
});
