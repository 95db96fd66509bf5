/** What all pages have the same way, written into each when it is built: head, header and navigation. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { barFor, groupsFor, iconOf } from './rail.mjs';

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
    <link rel="icon" href="${DATA_URL}" />
    <link rel="manifest" href="${rootOf(page)}/manifest.webmanifest" />
    <link rel="apple-touch-icon" href="${rootOf(page)}/icons/icon-180.png" />
    <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)" />
    <meta name="theme-color" content="#14191e" media="(prefers-color-scheme: dark)" />`;

/** Under 640 px the rail is a sheet that the bar's last button opens, elsewhere it stands at the side: css/frame.css. */
const headerOf = (page, titles, own) => `<header class="top">
      <a class="brand" href="${addressOf('index', page)}" aria-label="Architect, overview">${DRAWN}<span class="rail-label">Architect</span></a>
      <h1><span class="visually-hidden">Architect </span>${titles[page]}</h1>
      <div id="health" class="health" role="group" aria-label="Health"></div>${own}
      <button class="top-search" type="button" id="palette-open" aria-keyshortcuts="Control+K Meta+K" hidden>${iconOf('search')}<span>Search</span> <kbd>Ctrl K</kbd></button>
    </header>
    <nav class="pages" id="pages" popover aria-label="All pages">
      ${groupsFor(titles, page)
        .map((group) => groupOf(group, page))
        .join('')}
      <div class="rail-foot">
        <form class="log-out" method="post" action="${rootOf(page)}/logout"><button class="rail-entry" type="submit" title="Log out">${iconOf('out')}<span class="rail-label">Log out</span></button></form>
        <button class="rail-entry" type="button" id="rail-fold" title="Fold the list of pages" aria-pressed="false" hidden>${iconOf('fold')}<span class="rail-label">Fold</span></button>
      </div>
    </nav>
    <nav class="bar" aria-label="Main pages">
      ${barFor(titles, page)
        .map((entry) => linkOf(entry, page))
        .join('')}
      <button class="rail-entry" type="button" popovertarget="pages">${iconOf('more')}<span class="rail-label">More</span></button>
    </nav>
    <noscript><p class="notice notice-bad">This page needs JavaScript. Allow it for this address, then load the page again.</p></noscript>
    <div id="banner" class="banner" role="status" hidden></div>
    <div id="trouble" class="banner" role="status" hidden></div>
    <div id="announcer" class="visually-hidden" role="status" aria-live="polite"></div>`;

const groupOf = ({ title, entries }, page) =>
  entries.length === 0
    ? ''
    : `<div class="rail-group" role="group" aria-label="${title || 'Main'}">
        ${title ? `<p class="rail-title" aria-hidden="true">${title}</p>` : ''}${entries.map((entry) => linkOf(entry, page)).join('')}
      </div>`;

function linkOf({ page, title, go, count, current }, from) {
  const marked = current ? ` aria-current="${current}"` : '';
  const key = go ? ` data-go="${go}"` : '';
  const number = count ? `<span class="rail-count" data-count="${count}" hidden></span>` : '';
  return `<a class="rail-entry" href="${addressOf(page, from)}" title="${title}"${marked}${key}>${iconOf(page)}<span class="rail-label">${title}</span>${number}</a>`;
}

/** Who has no skip link of its own gets the one that all need: the list of pages is long. */
const skipLinkOf = (html) => {
  const main = /<main [^>]*id="([\w-]+)"/.exec(html)?.[1];
  return main && !html.includes('class="skip-link"')
    ? `<a class="skip-link" href="#${main}">Skip to the content</a>\n    `
    : '';
};

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
          .replace(
            /<!-- header -->([^]*?)<!-- \/header -->/,
            (_, own) => skipLinkOf(html) + headerOf(page, titles, own.trimEnd()),
          );
      },
    },
  };
}

/** The rail may be folded: a page that was drawn before it knows would jump. */
export function drawnOnce() {
  return {
    name: 'architect-drawn-once',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replace('<script type="module" ', '<script type="module" blocking="render" '),
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
