import { worksWith } from '../../../server/worker/release';

test.each([
  ['3.0.0', '3.0.4', true],
  ['3.0.0', '3.1.0', true],
  ['3.2.0', '3.1.9', true],
  ['3.0.0', '3.2.0', false],
  ['3.9.1', '4.0.0', true],
  ['4.1.0', '3.9.1', false],
  ['5.0.0', '3.0.0', false],
  ['3.1.0-rc.1', '3.2.0', true],
  ['unreleased', '3.0.0', true],
])('a worker of release %s with a server of %s: %s', (worker, server, fits) => {
  expect(worksWith(worker, server)).toBe(fits);
  expect(worksWith(server, worker)).toBe(fits);
});
