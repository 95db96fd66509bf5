/** @jest-environment jsdom */
import { reportErrors } from '../../../web/src/app/errors';

const sent: string[] = [];
beforeAll(() => {
  globalThis.fetch = jest.fn(async (_url: string, { body }: { body: string }) => {
    sent.push((JSON.parse(body) as { message: string }).message);
  }) as unknown as typeof fetch;
  reportErrors();
});

const fail = (message: string): boolean => window.dispatchEvent(new ErrorEvent('error', { message }));

it("reports ten faults of a page at most, and none that is a browser's word on sizes it tells a frame later", () => {
  fail('ResizeObserver loop completed with undelivered notifications.');
  fail('ResizeObserver loop limit exceeded');
  for (let number = 1; number <= 20; number++) fail(`fault ${number}`);
  expect(sent).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => `fault ${number}`));
});
