/** Which file is written in which language, by its extension, its name or its first line. */
import type { SyntaxName } from './syntax';

const EXTENSIONS: Readonly<Partial<Record<SyntaxName, string>>> = {
  c: 'c h cc cpp cxx hpp hh hxx m mm ino cu cl glsl hlsl frag vert proto thrift d v sv sol zig',
  java: 'java kt kts scala sc groovy gradle swift dart',
  csharp: 'cs',
  javascript: 'js jsx mjs cjs ts tsx mts cts jsonc json5',
  go: 'go',
  rust: 'rs',
  css: 'css',
  scss: 'scss sass less styl',
  php: 'php phtml',
  python: 'py pyi pyw pyx bzl star',
  ruby: 'rb rake gemspec ru cr',
  perl: 'pl pm t',
  shell: 'sh bash zsh ksh fish bats',
  yaml: 'yml yaml',
  toml: 'toml',
  hcl: 'tf tfvars hcl nomad',
  ini: 'ini cfg conf properties editorconfig service',
  hash: 'r jl nim ex exs coffee mk cmake graphql gql tcl awk nix rego env',
  powershell: 'ps1 psm1 psd1',
  sql: 'sql ddl',
  lua: 'lua',
  haskell: 'hs lhs elm purs',
  dashes: 'ada adb ads vhd vhdl',
  ml: 'ml mli',
  fsharp: 'fs fsi fsx',
  pascal: 'pas dpr pp',
  lisp: 'lisp lsp el clj cljs cljc edn scm ss rkt asm s',
  erlang: 'erl hrl',
  tex: 'tex sty cls bib',
  fortran: 'f90 f95 f03 f08',
  basic: 'vb vbs bas',
  batch: 'bat cmd',
  vim: 'vim',
  markup: 'html htm xhtml xml xsl xslt svg vue svelte astro md markdown mdx csproj props targets',
};

const NAMES: Readonly<Record<string, SyntaxName>> = {
  makefile: 'hash',
  gnumakefile: 'hash',
  dockerfile: 'hash',
  containerfile: 'hash',
  'cmakelists.txt': 'hash',
  gemfile: 'ruby',
  rakefile: 'ruby',
  podfile: 'ruby',
  vagrantfile: 'ruby',
  jenkinsfile: 'java',
  justfile: 'hash',
  procfile: 'hash',
  'requirements.txt': 'hash',
  '.bashrc': 'shell',
  '.profile': 'shell',
  '.zshrc': 'shell',
  '.env.example': 'hash',
  '.gitignore': 'hash',
  '.dockerignore': 'hash',
};

const BY_EXTENSION = new Map(
  Object.entries(EXTENSIONS).flatMap(([syntax, extensions]) =>
    extensions.split(' ').map((extension) => [extension, syntax as SyntaxName] as const),
  ),
);

/** The language of a file called `name`; undefined where its name doesn't tell. */
export function syntaxOfName(name: string): SyntaxName | undefined {
  const lower = name.toLowerCase();
  const byName = NAMES[lower] ?? (/^(docker|container)file\./.test(lower) ? 'hash' : undefined);
  return byName ?? BY_EXTENSION.get(extensionOf(lower));
}

export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** The language of a script, by the program that its first line names. */
export function syntaxOfShebang(text: string): SyntaxName | undefined {
  const [first = ''] = text.split('\n', 1);
  if (!first.startsWith('#!')) return undefined;
  if (/\b(node|deno|bun)\b/.test(first)) return 'javascript';
  if (/\bpython[\d.]*\b/.test(first)) return 'python';
  if (/\bperl\b/.test(first)) return 'perl';
  if (/\bruby\b/.test(first)) return 'ruby';
  if (/\bphp\b/.test(first)) return 'php';
  if (/\blua\b/.test(first)) return 'lua';
  return 'shell';
}
