/**
 * What an agent wrote in Markdown. Its text is of others: it becomes elements of a fixed list, one by one, and never
 * HTML; links lead to the web only and say where, and no picture of others is loaded.
 */
import MarkdownIt from 'markdown-it';
import type { ComponentChildren, VNode } from 'preact';
import { h } from 'preact';
import { readable } from '../../app/clean';
import { CodeBlock } from '../code/code-block';
import { linkTarget } from './links';

const markdown = new MarkdownIt({ html: false, linkify: true });
// A file's name is no address: README.md would lead to Moldova.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

type Token = ReturnType<typeof markdown.parse>[number];

/** Elements that a token may become, besides those with cases of their own below. */
const PLAIN: ReadonlySet<string> = new Set('p ul li blockquote em strong s table thead tbody tr'.split(' '));
/** Under the headings of the page itself. */
const HEADING: Readonly<Record<string, string>> = {
  h1: 'h4',
  h2: 'h5',
  h3: 'h6',
  h4: 'h6',
  h5: 'h6',
  h6: 'h6',
};

export const Markdown = ({ text }: { text: string }): VNode => (
  <div class="markdown">{new Reader(markdown.parse(readable(text), {})).untilClosed()}</div>
);

/** Tokens come flat: an opening one, what is in it, the closing one. */
class Reader {
  #at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** What stands before the token that closes the present one, or before the end. */
  untilClosed(): ComponentChildren[] {
    const found: ComponentChildren[] = [];
    for (let token = this.tokens[this.#at]; token; token = this.tokens[this.#at]) {
      this.#at += 1;
      if (token.nesting < 0) break;
      found.push(token.nesting > 0 ? element(token, this.untilClosed()) : alone(token));
    }
    return found;
  }
}

function element(token: Token, children: ComponentChildren[]): ComponentChildren {
  const { tag, hidden } = token;
  if (hidden) return children;
  const heading = HEADING[tag];
  if (heading !== undefined) return h(heading, { class: `markdown-${tag}` }, children);
  if (PLAIN.has(tag)) return h(tag, null, children);
  switch (tag) {
    case 'a':
      return <Link href={attribute(token, 'href')}>{children}</Link>;
    case 'ol': {
      const start = Number(attribute(token, 'start') || 1);
      return <ol start={Number.isSafeInteger(start) ? start : 1}>{children}</ol>;
    }
    case 'th':
    case 'td':
      return h(tag, { class: alignment(token) }, children);
    default:
      return children;
  }
}

function alone(token: Token): ComponentChildren {
  switch (token.type) {
    case 'inline':
      return new Reader(token.children ?? []).untilClosed();
    case 'code_inline':
      return <code>{token.content}</code>;
    case 'fence':
    case 'code_block':
      return <CodeBlock text={token.content.replace(/\n$/, '')} language={languageOf(token)} />;
    case 'hr':
      return <hr />;
    case 'hardbreak':
      return <br />;
    case 'softbreak':
      return '\n';
    case 'image':
      return (
        <Link href={attribute(token, 'src')}>{token.content ? `picture: ${token.content}` : 'picture'}</Link>
      );
    default:
      return token.content;
  }
}

const attribute = (token: Token, name: string): string => String(token.attrGet(name) ?? '');

/** The first word of a fence; its characters become a name of a class. */
const languageOf = ({ info }: Token): string => /^[\w+#-]{1,20}/.exec(info.trim())?.[0] ?? '';

const alignment = (token: Token): string | undefined =>
  /text-align:(center|right)/.exec(attribute(token, 'style'))?.[1];

/** What isn't on the web, such as the path of a file, stays as it is. */
function Link({ href, children }: { href: string; children: ComponentChildren }): VNode {
  const target = linkTarget(href, textOf(children));
  if (!target) return <span title={readable(href) || undefined}>{children}</span>;
  return (
    <>
      <a href={target.href} target="_blank" rel="noopener noreferrer" title={target.href}>
        {children}
      </a>
      {target.host !== null && <span class="link-host"> ({target.host})</span>}
    </>
  );
}

function textOf(children: ComponentChildren): string {
  if (Array.isArray(children)) return children.map(textOf).join('');
  if (typeof children === 'string') return children;
  if (typeof children === 'object' && children !== null && 'props' in children)
    return textOf((children.props as { children?: ComponentChildren }).children);
  return '';
}
