/** How comments and strings are written, by family of languages. Each piece is a regular expression's source. */

export interface Syntax {
  /** Comments; a line comment ends before its newline. */
  readonly comments: readonly string[];
  /** What only looks like a comment inside: strings, characters, regular expressions. */
  readonly strings: readonly string[];
  /** Parts in another language: what begins and what ends them. */
  readonly embedded?: readonly Embedded[];
}

export interface Embedded {
  readonly begin: string;
  readonly end: string;
  readonly syntax: SyntaxName;
}

// Every piece matches to the end of the text where its own end is missing: none can fail late, so that the time a file
// takes grows with its length only.
const block = (begin: string, end: string): string => `${begin}[^]*?(?:${end}|$)`;
const line = (begin: string): string => `${begin}[^\\n]*`;
/** A mark that counts as a comment at a word's beginning only: `$#`, `a#b` and `url(#x)` are none. */
const wordLine = (begin: string): string => `(?<![^\\s;&|(){}])${line(begin)}`;
const atLineStart = (begin: string): string => `(?<![^\\n])[ \\t]*${line(begin)}`;

const DOUBLE = '"(?:\\\\[^]|[^"\\\\\\n])*"?';
const SINGLE = "'(?:\\\\[^]|[^'\\\\\\n])*'?";
const DOUBLE_LONG = '"(?:\\\\[^]|[^"\\\\])*"?';
const SINGLE_LONG = "'(?:\\\\[^]|[^'\\\\])*'?";
const BACKTICK = '`(?:\\\\[^]|[^`\\\\])*`?';
/** A doubled quote stands for itself. */
const SQL_STRING = "'(?:''|[^'])*'?";
const TRIPLE = [block('"""', '"""'), block("'''", "'''")];
/** `'x'` but not Rust's `'a` in `&'a str`, nor an apostrophe in prose. */
const CHARACTER = "'(?:\\\\[^\\n][^'\\n]*|[^'\\\\\\n])'";
/** A slash after what can't end a value begins a regular expression. */
const REGEX =
  '/(?<=(?:^|[=(,:;!&|?{}\\[+]|=>|\\breturn|\\bcase|\\btypeof)\\s*/)(?![/*])(?:\\\\.|\\[(?:\\\\.|[^\\]\\\\\\n])*\\]|[^/\\\\\\n\\[])+/';

const SLASHES = line('//');
const SLASH_BLOCK = block('/\\*', '\\*/');
const HTML_COMMENT = block('<!--', '-->');
const script = (name: string, syntax: SyntaxName): Embedded => ({
  begin: `<${name}\\b[^>]*>`,
  end: `</${name}\\s*>`,
  syntax,
});

export const SYNTAXES = {
  c: { comments: [SLASHES, SLASH_BLOCK], strings: [DOUBLE, SINGLE] },
  java: { comments: [SLASHES, SLASH_BLOCK], strings: [...TRIPLE, DOUBLE, CHARACTER] },
  csharp: {
    comments: [SLASHES, SLASH_BLOCK],
    strings: ['@"(?:""|[^"])*"?', block('"""', '"""'), DOUBLE, CHARACTER],
  },
  javascript: { comments: [SLASHES, SLASH_BLOCK], strings: [DOUBLE, SINGLE, BACKTICK, REGEX] },
  go: { comments: [SLASHES, SLASH_BLOCK], strings: [DOUBLE, CHARACTER, '`[^`]*`?'] },
  rust: {
    comments: [SLASHES, SLASH_BLOCK],
    strings: [block('r#+"', '"#+'), 'r"[^"]*"?', DOUBLE_LONG, CHARACTER],
  },
  css: { comments: [SLASH_BLOCK], strings: [DOUBLE, SINGLE] },
  scss: { comments: [wordLine('//'), SLASH_BLOCK], strings: [DOUBLE, SINGLE] },
  php: {
    comments: [],
    strings: [],
    embedded: [{ begin: '<\\?(?:php|=)?', end: '\\?>', syntax: 'phpCode' }],
  },
  phpCode: {
    comments: ['(?://|#(?!\\[))(?:(?!\\?>)[^\\n])*', SLASH_BLOCK],
    strings: [DOUBLE_LONG, SINGLE_LONG],
  },
  python: { comments: [line('#')], strings: [...TRIPLE, DOUBLE, SINGLE] },
  ruby: {
    comments: [wordLine('#'), block('(?<![^\\n])=begin', '\\n=end')],
    strings: [DOUBLE_LONG, SINGLE_LONG, BACKTICK],
  },
  perl: {
    comments: [wordLine('#'), block('(?<![^\\n])=\\w+', '\\n=cut')],
    strings: [DOUBLE_LONG, SINGLE_LONG],
  },
  /** Braces are no end of a word: `${#name}` is a length. */
  shell: { comments: [`(?<![^\\s;&|()])${line('#')}`], strings: [DOUBLE_LONG, "'[^']*'?", '\\\\[^]'] },
  /** Quotes begin a string where a value does only: `it's` is a word. */
  yaml: {
    comments: [wordLine('#')],
    strings: [`(?<![^\\s:,[{(=-])${DOUBLE}`, "(?<![^\\s:,[{(=-])'(?:''|[^'\\n])*'?"],
  },
  toml: { comments: [line('#')], strings: [...TRIPLE, DOUBLE, "'[^'\\n]*'?"] },
  hcl: { comments: [wordLine('#'), SLASHES, SLASH_BLOCK], strings: [DOUBLE] },
  ini: { comments: [atLineStart('[#;]')], strings: [] },
  hash: { comments: [wordLine('#')], strings: [DOUBLE] },
  powershell: { comments: [block('<#', '#>'), wordLine('#')], strings: ['"(?:`[^]|[^"`])*"?', "'[^']*'?"] },
  sql: { comments: [line('--'), SLASH_BLOCK], strings: [SQL_STRING, '"[^"]*"?'] },
  lua: {
    comments: [block('--\\[\\[', '\\]\\]'), line('--')],
    strings: [DOUBLE, SINGLE, block('\\[\\[', '\\]\\]')],
  },
  haskell: {
    comments: [block('\\{-', '-\\}'), line('--(?![!#$%&*+./<=>?@^|~])')],
    strings: [DOUBLE, CHARACTER],
  },
  dashes: { comments: [line('--')], strings: ['"[^"\\n]*"?'] },
  ml: { comments: [block('\\(\\*(?!\\))', '\\*\\)')], strings: [DOUBLE_LONG, CHARACTER] },
  fsharp: {
    comments: [block('\\(\\*(?!\\))', '\\*\\)'), SLASHES],
    strings: [block('"""', '"""'), DOUBLE_LONG, CHARACTER],
  },
  pascal: { comments: [block('\\{', '\\}'), block('\\(\\*', '\\*\\)'), SLASHES], strings: ["'[^'\\n]*'?"] },
  lisp: { comments: [block('#\\|', '\\|#'), line(';')], strings: [DOUBLE_LONG, '#?\\\\[^]'] },
  erlang: { comments: [line('%')], strings: [DOUBLE_LONG, SINGLE, '\\$\\\\?[^]'] },
  tex: { comments: [line('%')], strings: ['\\\\[^]'] },
  fortran: { comments: [line('!')], strings: ['"[^"\\n]*"?', "'[^'\\n]*'?"] },
  basic: { comments: [line("'")], strings: ['"[^"\\n]*"?'] },
  batch: { comments: [atLineStart('(?:@?[Rr][Ee][Mm]\\b|::)')], strings: [] },
  vim: { comments: [atLineStart('"')], strings: [] },
  markup: {
    comments: [HTML_COMMENT],
    strings: [block('<!\\[CDATA\\[', '\\]\\]>')],
    embedded: [script('script', 'javascript'), script('style', 'scss')],
  },
} as const satisfies Record<string, Omit<Syntax, 'embedded'> & { readonly embedded?: readonly unknown[] }>;

export type SyntaxName =
  | 'c' | 'java' | 'csharp' | 'javascript' | 'go' | 'rust' | 'css' | 'scss' | 'php' | 'phpCode' | 'python' | 'ruby'
  | 'perl' | 'shell' | 'yaml' | 'toml' | 'hcl' | 'ini' | 'hash' | 'powershell' | 'sql' | 'lua' | 'haskell' | 'dashes'
  | 'ml' | 'fsharp' | 'pascal' | 'lisp' | 'erlang' | 'tex' | 'fortran' | 'basic' | 'batch' | 'vim' | 'markup'; // prettier-ignore
