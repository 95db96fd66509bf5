/** @jest-environment jsdom */
import { render, screen } from '@testing-library/preact';
import { promptLook } from '../../../web/src/app/labels';
import { Badge } from '../../../web/src/ui/badge';
import { SHAPES } from '../../../web/src/ui/icon';

it('tells a state by word, shape and tone, and follows it', () => {
  const prompt = { status: 'in_progress', stage: 'working', result: null, archived: false } as const;
  const { container, rerender } = render(<Badge look={promptLook(prompt)} />);
  const badge = screen.getByText('In progress').parentElement;
  expect(badge?.getAttribute('data-tone')).toBe('busy');
  expect(container.querySelector('path')?.getAttribute('d')).toBe(SHAPES.play);
  rerender(<Badge look={promptLook({ ...prompt, stage: 'indeterminate' })} />);
  expect(badge?.textContent).toBe('Indeterminate');
  expect(badge?.getAttribute('data-tone')).toBe('warn');
  expect(container.querySelector('path')?.getAttribute('d')).toBe(SHAPES.question);
});
