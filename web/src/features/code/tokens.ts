/** The words of a text by their kind, as Prism tells them apart. */
import Prism from './prism';

export interface CodeToken {
  readonly text: string;
  /** `string`, `operator`, `function`, ...; empty: nothing special. */
  readonly kind: string;
}

/** Longer ones are shown as they are: taking them apart would hold up the page. */
const LONGEST = 20_000;

/** `grammar`: a language of Prism that was loaded; where it wasn't, the text is one token. */
export function tokensIn(text: string, grammar: string): CodeToken[] {
  const known = Object.hasOwn(Prism.languages, grammar) ? Prism.languages[grammar] : undefined;
  // Functions stand among the languages: `extend`, `insertBefore`.
  if (typeof known !== 'object' || text.length > LONGEST) return [{ text, kind: '' }];
  return Prism.tokenize(text, known).flatMap((token) => flat(token, ''));
}

type Token = ReturnType<typeof Prism.tokenize>[number];

function flat(token: Token | readonly Token[], kind: string): CodeToken[] {
  if (typeof token === 'string') return [{ text: token, kind }];
  if (isList(token)) return token.flatMap((each) => flat(each, kind));
  return flat(token.content, token.type);
}
const isList = (token: Token | readonly Token[]): token is readonly Token[] => Array.isArray(token);
