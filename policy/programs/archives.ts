/** tar: packs and lists; what it unpacks may lie anywhere, and have any name. */
import { isLiteral, literal, type Value } from '../shell/value';
import { vet, type Spec } from './spec';
import { doubtful, file, note, type Call, type Program } from './types';

const WHAT =
  '-z -j -J -v -vv -a -p -h --gzip --bzip2 --xz --zstd --verbose --auto-compress --exclude:text --exclude-vcs --exclude-from:in -X:in -C:in --directory:in --totals --wildcards --no-recursion --sort:word --owner:word --group:word --numeric-owner --mtime:text --strip-components:num';
const PACKS: Spec = { options: `-c --create -f:out --file:out ${WHAT}`, operands: 'in' };
const LISTS: Spec = { options: `-t --list -f:read --file:read ${WHAT}`, operands: 'text' };

const tar: Program = (call) => {
  const args = dashed(call.args);
  const [first] = args;
  const has = (pattern: RegExp) => args.some((value) => isLiteral(value) && pattern.test(value.text));
  const lists = has(/^-[a-zA-Z]*t|^--list$/);
  const packs = has(/^-[a-zA-Z]*c|^--create$/);
  const version = args.length === 1 && first?.text === '--version';
  const wrong =
    version || lists !== packs
      ? vet(call, args, version ? { options: '--version' } : lists ? LISTS : PACKS)
      : (first ?? literal('tar'));
  note(call, 'plain', { doubt: wrong && doubtful('unknown-option', wrong) });
  // What it does with other options isn't described; the archive may be written all the same.
  if (wrong) archive(call, args);
};

/** `tar czf a.tgz` is `tar -czf a.tgz`. */
function dashed([first, ...others]: readonly Value[]): readonly Value[] {
  if (!first) return [];
  return isLiteral(first) && /^[a-zA-Z]+$/.test(first.text)
    ? [literal(`-${first.text}`), ...others]
    : [first, ...others];
}

function archive(call: Call, args: readonly Value[]): void {
  const at = args.findIndex((value) => /^-[a-zA-Z]*f$/.test(value.text));
  const name = args[at + 1];
  if (at >= 0 && name) file(call, 'Write', name);
}

export const ARCHIVES: Readonly<Record<string, Program>> = { tar, bsdtar: tar, gtar: tar };
