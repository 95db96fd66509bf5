/** Links in texts of others: where they may lead, and what is said of it. Pure. */

const WEB = /^(?:https?|mailto):/i;

export interface LinkTarget {
  readonly href: string;
  /** The host that it leads to, where its text doesn't say so. */
  readonly host: string | null;
}

/** null: it leads to no page of the web, and stays text. */
export function linkTarget(href: string, text: string): LinkTarget | null {
  if (!WEB.test(href) || !URL.canParse(href)) return null;
  const { protocol, host, pathname, username, href: whole } = new URL(href);
  // What stands before an @ reads like the host.
  if (username !== '' || (protocol !== 'mailto:' && host === '')) return null;
  const told = protocol === 'mailto:' ? pathname : host;
  return { href: whole, host: saysWhere(text, told) ? null : told };
}

/** Only a text that is the address itself, or begins with its host, says where it leads. */
function saysWhere(text: string, host: string): boolean {
  const words = text.trim().replace(/^(?:https?:\/\/|mailto:)/i, '');
  const [first = ''] = words.split(/[/?#\s]/);
  return first.toLowerCase() === host.toLowerCase();
}
