import { createHash } from 'node:crypto';
import { documentAt, policyOf } from '../../../api/engine-ui/document';

const SCRIPT = `{ base: "/temporal-ui" }; import("/temporal-ui/_app/start.js")`;
const html = (script: string): string =>
  `<meta http-equiv="content-security-policy" content="script-src 'sha256-old'"><link href="/temporal-ui/_app/a.css"><script>${script}</script>`;

it.each([
  ['', '"/_app/a.css"', '{ base: "" }; import("/_app/start.js")'],
  [
    '/x/temporal-ui',
    '"/x/temporal-ui/_app/a.css"',
    '{ base: "/x/temporal-ui" }; import("/x/temporal-ui/_app/start.js")',
  ],
])(
  'the page is made for the path %j, and its policy for the script that it then has',
  (path, link, script) => {
    const made = documentAt(html(SCRIPT), path);
    expect(made).toContain(link);
    expect(made).toContain(`<script>${script}</script>`);
    // That of the program was for another script.
    expect(made).not.toContain('sha256-old');
    const digest = createHash('sha256').update(script).digest('base64');
    expect(policyOf(made, `https://dash.example${path}`)).toContain(
      `script-src 'strict-dynamic' 'sha256-${digest}';`,
    );
  },
);

it('lets the page ask for nothing but what is below it', () => {
  const policy = policyOf(html(SCRIPT), 'https://dash.example/x/temporal-ui');
  expect(policy).toContain('connect-src https://dash.example/x/temporal-ui/;');
  expect(policy).toContain("frame-ancestors 'none'");
});

it('names the server where it is called by an address of IPv6, which a policy can’t have', () => {
  const policy = policyOf(html(SCRIPT), 'http://[::1]:8080/temporal-ui');
  expect(policy).toContain("connect-src 'self';");
  expect(policy).not.toContain('[');
});
