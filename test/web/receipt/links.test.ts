/** Links in texts of others. */
import { linkTarget } from '../../../web/src/features/receipt/links';

it.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://example.com/1',
  '//evil.example/x',
  '/api/prompts',
  'src/index.ts',
  '#/prompt/1',
  'https://',
  'https://bank.example@evil.example/',
  '',
])('makes no link of %p', (href) => {
  expect(linkTarget(href, 'text')).toBeNull();
});

it('says where a link leads whose text does not', () => {
  expect(linkTarget('https://evil.example/x', 'https://bank.example')).toEqual({
    href: 'https://evil.example/x',
    host: 'evil.example',
  });
  expect(linkTarget('https://evil.example/?bank.example', 'bank.example')?.host).toBe('evil.example');
  expect(linkTarget('https://b\u0430nk.example/', 'https://b\u0430nk.example/')?.host).toMatch(/^xn--/);
});

it('says nothing where the text is the address', () => {
  expect(linkTarget('https://example.com/a', 'https://example.com/a')).toMatchObject({ host: null });
  expect(linkTarget('https://example.com/a', 'example.com')).toMatchObject({ host: null });
  expect(linkTarget('mailto:me@example.com', 'me@example.com')).toMatchObject({ host: null });
});
