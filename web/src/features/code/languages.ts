/** The languages that agents answer in most, by the names that fences and files have. Loaded with the first block of code. */
import './prism';
import 'prismjs/components/prism-markup';
import 'prismjs/components/prism-css';
import 'prismjs/components/prism-clike';
import 'prismjs/components/prism-javascript';
import 'prismjs/components/prism-typescript';
import 'prismjs/components/prism-jsx';
import 'prismjs/components/prism-tsx';
import 'prismjs/components/prism-json';
import 'prismjs/components/prism-yaml';
import 'prismjs/components/prism-toml';
import 'prismjs/components/prism-ini';
import 'prismjs/components/prism-bash';
import 'prismjs/components/prism-python';
import 'prismjs/components/prism-ruby';
import 'prismjs/components/prism-go';
import 'prismjs/components/prism-rust';
import 'prismjs/components/prism-c';
import 'prismjs/components/prism-cpp';
import 'prismjs/components/prism-java';
import 'prismjs/components/prism-kotlin';
import 'prismjs/components/prism-csharp';
import 'prismjs/components/prism-swift';
import 'prismjs/components/prism-sql';
import 'prismjs/components/prism-diff';
import 'prismjs/components/prism-docker';
import 'prismjs/components/prism-makefile';
import 'prismjs/components/prism-markdown';
import { type CodeToken, tokensIn } from './tokens';

/** Names that Prism doesn't know itself; endings of files stand here too. */
const OTHERS: Readonly<Record<string, string>> = {
  ...{ console: 'bash', zsh: 'bash', shellsession: 'bash', mjs: 'javascript', cjs: 'javascript' },
  ...{ mts: 'typescript', cts: 'typescript', htm: 'markup', vue: 'markup', rs: 'rust', golang: 'go' },
  ...{ h: 'c', hpp: 'cpp', cc: 'cpp', cxx: 'cpp', kts: 'kotlin', patch: 'diff', jsonc: 'json', cfg: 'ini' },
  ...{ conf: 'ini', mk: 'makefile', pyi: 'python' },
};

/** `language`: as a fence or the ending of a file has it; one that isn't known has no colours. */
export function codeTokens(text: string, language: string): CodeToken[] {
  const name = language.toLowerCase();
  return tokensIn(text, Object.hasOwn(OTHERS, name) ? (OTHERS[name] ?? name) : name);
}
