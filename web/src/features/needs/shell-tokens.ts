/** The words of a shell command by their kind. Loaded when a command is looked at. */
import Prism from './prism';
import 'prismjs/components/prism-bash';

export interface ShellToken {
  readonly text: string;
  /** `string`, `operator`, `function`, ...; empty: nothing special. */
  readonly kind: string;
}

/** Longer ones are shown as they are: taking them apart would hold up the page. */
const LONGEST = 20_000;

export function shellTokens(text: string): ShellToken[] {
  const grammar = Prism.languages['bash'];
  if (grammar === undefined || text.length > LONGEST) return [{ text, kind: '' }];
  return Prism.tokenize(text, grammar).flatMap((token) => flat(token, ''));
}

type Token = ReturnType<typeof Prism.tokenize>[number];

function flat(token: Token | readonly Token[], kind: string): ShellToken[] {
  if (typeof token === 'string') return [{ text: token, kind }];
  if (isList(token)) return token.flatMap((each) => flat(each, kind));
  return flat(token.content, token.type);
}
const isList = (token: Token | readonly Token[]): token is readonly Token[] => Array.isArray(token);
