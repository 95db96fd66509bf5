/** @jest-environment jsdom */
import { engineLink } from '../../../web/src/app/engine-link';
import { apply } from '../../../web/src/app/state';
import { fakeSystem } from '../fake-data';

const is = (engine: 'embedded' | 'external'): void =>
  apply('system', { ...fakeSystem, engine, engine_state: 'up' });
const url = 'http://localhost:8233/namespaces/default/workflows/prompt-1';

beforeEach(() => (document.documentElement.dataset['root'] = '.'));

it('leads below the dashboard where the engine is its own', () => {
  is('embedded');
  expect(engineLink(url)).toBe('./temporal-ui/namespaces/default/workflows/prompt-1');
  expect(engineLink('http://localhost:8233')).toBe('./temporal-ui/');
});

it('leads to the UI of a cluster where that is', () => {
  is('external');
  expect(engineLink(url)).toBe(url);
  expect(engineLink(null)).toBeNull();
});

it('takes no other address for a link', () => {
  is('embedded');
  expect(engineLink('javascript:alert(1)')).toBeNull();
});
