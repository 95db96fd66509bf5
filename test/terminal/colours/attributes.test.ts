/** Colours and attributes that go on: those that are on, and none that were taken back. */
import { attributesAfter } from '../../../terminal/colours/attributes';

const after = (...sequences: string[]): string => {
  let on: ReadonlyMap<string, string> = new Map();
  for (const codes of sequences) on = attributesAfter(on, codes);
  return [...on.values()].join(' ');
};

test.each([
  [['31', '39'], ''],
  [['31', '1', '39'], '1'],
  [['38;2;200;30;40', '39'], ''],
  [['38;5;208', '48;2;1;2;3'], '38;5;208 48;2;1;2;3'],
  [['38;2;1;2;3;1;44'], '38;2;1;2;3 1 44'],
  [['31', '32', '94'], '94'],
  [['1', '2', '22'], ''],
  [['3', '4', '9', '23', '24', '29'], ''],
  [['7', '8', '27'], '8'],
  [['1;31', '0'], ''],
  [['1;31', ''], ''],
  [['31', '0;32'], '32'],
  [['41', '31', '101', '49'], '31'],
  [['38'], '38'],
  [['38;9;1'], '38;9;1'],
  [['999', '10'], ''],
])('after %j there is %p', (sequences, expected) => {
  expect(after(...sequences)).toBe(expected);
});
