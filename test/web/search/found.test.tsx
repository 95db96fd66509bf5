import type { SearchHit } from '../../../api/document/api-types';
import { groupsOf, titleOf } from '../../../web/src/features/search/found';

const hit = (type: SearchHit['type'], id: number): SearchHit => ({
  ...{
    type,
    id,
    title: `${type} ${id}`,
    excerpt: '',
    status: null,
    project_id: null,
    rank: 1,
    updated_at: null,
  },
});

it('says how many there are, and if only the best are shown', () => {
  expect(titleOf({ q: 'login', items: [], total: 0 })).toBe('Nothing found for “login”');
  expect(titleOf({ q: 'login', items: [hit('bug', 1)], total: 1 })).toBe('Found for “login”: 1');
  expect(titleOf({ q: 'login', items: [hit('bug', 1)], total: 70 })).toBe(
    'Found for “login”: the best 1 of 70',
  );
  expect(titleOf({ fault: 'It broke.' })).toBe('Search');
});

it('groups by kind in one order, each group as the server ranked it', () => {
  const groups = groupsOf([hit('error', 4), hit('bug', 2), hit('project', 9), hit('bug', 1)]);
  expect(groups.map(({ name, hits }) => [name, hits.map(({ id }) => id)])).toEqual([
    ['Projects', [9]],
    ['Bugs', [2, 1]],
    ['Errors', [4]],
  ]);
});
