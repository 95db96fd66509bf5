/** Filters, order, page and open item in the address. */
import { addressOf, isSameList, readPlace } from '../../../web/src/features/work-items/url-state';
import { sortOf } from '../../../web/src/features/work-items/kinds';

it.each([
  '#/features',
  '#/projects/new',
  '#/features/12?project=1',
  '#/bugs?status=all&severity=high&q=a+%26+b%3F&sort=newest&page=3',
])('reads and writes %s', (address) => {
  expect(addressOf(readPlace(address))).toBe(address);
});

it.each(['', '#/nowhere', '#/prompt/1', '#/features/abc', '#/features?page=-3', '#/features?page=x'])(
  'leads to the open features from %j',
  (address) => {
    expect(addressOf(readPlace(address))).toBe('#/features');
  },
);

it('knows that a dialog is over the same list', () => {
  expect(isSameList(readPlace('#/bugs/4?q=x'), readPlace('#/bugs?q=x'))).toBe(true);
  expect(isSameList(readPlace('#/bugs?q=x'), readPlace('#/bugs?q=y'))).toBe(false);
});

it('sorts by priority if the address names an order that isn’t one', () => {
  const usual = sortOf('features', 'priority');
  for (const order of ['', 'constructor', 'toString', '-id']) expect(sortOf('features', order)).toBe(usual);
});
