import { DETAILS_HEADERS, detailsPage, scriptAt } from '../../../api/engine-ui/details';

const ask = (content: string, theme = 'light'): string =>
  detailsPage(`?${new URLSearchParams({ content, theme }).toString()}`);

it('shows Markdown, in the colours of the page around it', () => {
  expect(ask('**Cancelled:** it `ends`')).toContain('<strong>Cancelled:</strong> it <code>ends</code>');
  expect(ask('x')).toContain('<body class="light">');
  expect(ask('x', 'dark')).toContain('<body class="dark">');
  expect(detailsPage('')).toContain('</body>');
});

it('takes nothing over as HTML, and may run nothing', () => {
  const page = ask('<script>x()</script> <img src=x onerror=x()> [x](javascript:x())', '"><script>');
  expect(page).not.toMatch(/<script|<img|href="javascript/);
  expect(page).toContain('<body class="light">');
  const policy = DETAILS_HEADERS['Content-Security-Policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/script|unsafe/);
});

it('is asked for under the path', () => {
  const asks = 'const a = i(() => `/render?content=${b}&theme=${c}`), d = "/render?content=";';
  expect(scriptAt(asks, '/x/temporal-ui')).toBe(asks.replace('`/', '`/x/temporal-ui/'));
});
