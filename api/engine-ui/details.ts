/**
 * What a workflow says of itself, which Temporal's Web UI shows in a frame: Markdown that came with its start. The program
 * with the other pages has this one at no path but the topmost, and takes the HTML in it over as it is.
 */
import { createHash } from 'node:crypto';
import MarkdownIt from 'markdown-it';

export const DETAILS_PATH = '/render';
/** As scripts of the pages ask for it. */
const ASKED = `\`${DETAILS_PATH}?content=`;

const markdown = new MarkdownIt({ html: false, linkify: true });
const STYLE = `body { margin: 0; padding: 1rem; font: 0.875rem/1.5 sans-serif; color: #121416; background: #fff }
a { color: #444ce7 }
.dark { color: #f8fafc; background: #141414 }
.dark a { color: #8098f9 }`;

/** Instead of those that the other pages have. The page around it measures it, and so has to be of its origin. */
export const DETAILS_HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "frame-ancestors 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  ].join('; '),
  'X-Frame-Options': 'SAMEORIGIN',
};

/** @param query of the address, as `?content=...&theme=dark` */
export function detailsPage(query: string): string {
  const asked = new URLSearchParams(query);
  const theme = asked.get('theme') === 'dark' ? 'dark' : 'light';
  const content = markdown.render(asked.get('content') ?? '');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Details</title><base target="_blank"><style>${STYLE}</style></head><body class="${theme}">${content}</body></html>`;
}

/** A script of the pages, as it has to ask under a path. @param path no slash at the end */
export const scriptAt = (script: string, path: string): string =>
  script.replaceAll(ASKED, () => `\`${path}${ASKED.slice(1)}`);
