/** @jest-environment jsdom */
import { signal } from '@preact/signals';
import { render, screen } from '@testing-library/preact';
import { Pager } from '../../../web/src/ui/pager';

const button = (name: string): HTMLButtonElement => screen.getByRole('button', { name });

it('leads from page to page, and back from one that is empty by now', () => {
  const offset = signal(0);
  const pager = (total: number) => <Pager label="Outages" offset={offset} pageSize={25} total={total} />;
  const { rerender } = render(pager(25));
  expect(screen.queryByRole('navigation')).toBeNull();
  rerender(pager(26));
  expect([button('Newer').disabled, button('Older').disabled]).toEqual([true, false]);
  button('Older').click();
  expect(offset.value).toBe(25);
  rerender(pager(25));
  expect([button('Newer').disabled, button('Older').disabled]).toEqual([false, true]);
  button('Newer').click();
  expect(offset.value).toBe(0);
});
