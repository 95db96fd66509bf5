/** What all pages have the same way, written into each when it is built: head, header and navigation. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const ICON_FILE = join(import.meta.dirname, 'public', 'favicon.svg');
/** Written into the page: as a file it would be a request of its own, and another for the tab. */
const icon = readFileSync(ICON_FILE, 'utf8').replace(/\s+/g, ' ').trim();
const DRAWN = icon.replace('<svg ', '<svg width="24" height="24" aria-hidden="true" ');
const DATA_URL = `data:image/svg+xml,${icon.replace(/[<>#%"]/g, encodeURIComponent)}`;

/** The page that is found deeper than the others: it is a path of the API. */
const DOCS = 'api-docs';
/** The way from a page up to the first one. */
const rootOf = (page) => (page === DOCS ? '..' : '.');
/** Where a page is found, from another one. */
const addressOf = (page, from) => {
  const path = page === 'index' ? '/' : `/${page}.html`;
  return rootOf(from) + path;
};

// Without the referrer's policy, one of no-referrer makes browsers send "Origin: null" with forms.
const headOf = (page, title) => `<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="referrer" content="same-origin" />
    <meta name="color-scheme" content="light dark" />
    <title>${page === 'index' ? '' : `${title} · `}Architect Dashboard</title>
    <link rel="icon" href="${DATA_URL}" />`;

/** On a phone the list is a popover of its button, elsewhere a row of its own: css/header.css. */
const headerOf = (page, titles, own) => `<header class="top">
      <a class="brand" href="${addressOf('index', page)}">${DRAWN}
        <h1>Architect ${titles[page]}</h1></a>
      <button class="button button-small pages-open" type="button" popovertarget="pages">Pages</button>
      <div id="health" class="health" aria-label="Health"></div>${own}
      <form class="log-out" method="post" action="${rootOf(page)}/logout"><button class="link-button" type="submit">Log out</button></form>
      <nav class="pages" id="pages" popover aria-label="Pages">
        ${linksOf(page, titles)}
      </nav>
    </header>
    <noscript><p class="notice notice-bad">This page needs JavaScript. Allow it for this address, then load the page again.</p></noscript>
    <div id="banner" class="banner" role="status" hidden></div>
    <div id="trouble" class="banner" role="status" hidden></div>
    <div id="announcer" class="visually-hidden" role="status" aria-live="polite"></div>`;

const linksOf = (page, titles) =>
  Object.entries(titles)
    .filter(([each]) => each !== 'login')
    .map(([each, title]) => {
      const current = each === page ? ' aria-current="page"' : '';
      return `<a href="${addressOf(each, page)}"${current}>${title}</a>`;
    })
    .join('\n        ');

/** @param titles the title of each page, in the order of the navigation */
export function pageFrame(titles) {
  return {
    name: 'architect-page-frame',
    transformIndexHtml: {
      // Before the addresses in it are looked at.
      order: 'pre',
      handler(html, { filename }) {
        const page = basename(filename, '.html');
        return html
          .replace('<html ', `<html data-root="${rootOf(page)}" `)
          .replace('<!-- icon -->', DRAWN)
          .replace('<!-- head -->', () => headOf(page, titles[page]))
          .replace(/<!-- header -->([^]*?)<!-- \/header -->/, (_, own) =>
            headerOf(page, titles, own.trimEnd()),
          );
      },
    },
  };
}

/** Files that a page names by the way from the top, of a page that is found deeper. */
export function deeperPage() {
  return {
    name: 'architect-deeper-page',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { filename }) =>
        basename(filename, '.html') === DOCS
          ? html.replace(/ (href|src)="\.\/(assets\/)/g, ' $1="../$2')
          : html,
    },
  };
}
