/** find: lists, but deletes, writes and runs commands too. */
import { namesOfFind } from '../shell/found-names';
import { filesBelow, isLiteral, literal } from '../shell/value';
import { doubtful, file, files, isOptionByChance, note, type Program } from './types';
import { replaceMark } from './wrappers';

const words = (text: string) => new Set(text.split(' '));
const ALONE = words(
  '-print -print0 -ls -depth -mount -xdev -empty -executable -readable -writable -prune -quit -true -false -a -and -o -or -not ! ( ) , -daystart -noleaf -nouser -nogroup -d -H -P -E -X',
);
const WITH_VALUE = words(
  '-name -iname -path -ipath -wholename -iwholename -regex -iregex -lname -ilname -type -xtype -size -mtime -mmin -atime -amin -ctime -cmin -newer -anewer -cnewer -newermt -newerct -maxdepth -mindepth -perm -user -group -uid -gid -inum -links -samefile -regextype -printf -fstype -used',
);
const WRITES = words('-fprint -fprint0 -fls -fprintf');
const RUNS = words('-exec -ok -execdir -okdir');

export const find: Program = (call) => {
  const args = [...call.args];
  const start = args.findIndex((value) => /^[-(!]/.test(value.text) && !/^-[HLPEX]$/.test(value.text));
  const roots = args
    .slice(0, start < 0 ? args.length : start)
    .filter((value) => !/^-[HLPEX]$/.test(value.text));
  const from = roots.length > 0 ? roots : [literal('.')];
  files(call, 'List', from);
  const only = namesOfFind(args.map((value) => value.text));
  const names = from.map((root) => (isLiteral(root) ? filesBelow(root.text, only) : { ...root, many: true }));
  let problem = args.find((value) => value.text === '-L');
  const tests = start < 0 ? [] : args.slice(start);
  for (let test = tests.shift(); test !== undefined; test = tests.shift()) {
    if (!isLiteral(test)) problem ??= test;
    else if (ALONE.has(test.text)) continue;
    else if (WITH_VALUE.has(test.text)) {
      const value = tests.shift();
      // A value that is split, or finds files, may bring tests and actions of its own.
      if (value && !isLiteral(value) && (!value.whole || isOptionByChance(call, value))) problem ??= value;
    } else if (test.text === '-delete') {
      files(call, 'DeleteTree', from);
    } else if (WRITES.has(test.text)) {
      const output = tests.shift();
      if (output) file(call, 'Write', output);
      if (test.text === '-fprintf') tests.shift();
    } else if (RUNS.has(test.text)) {
      const end = tests.findIndex((value) => value.text === ';' || value.text === '+');
      const inner = tests.splice(0, end < 0 ? tests.length : end + 1).slice(0, end < 0 ? undefined : -1);
      // -execdir runs it in the directory of each file.
      if (end < 0 || test.text.endsWith('dir')) problem ??= test;
      if (inner.length > 0)
        call.run(replaceMark(inner, literal('{}'), names), { fed: false, names: undefined });
    } else problem ??= test;
  }
  note(call, 'checked', { doubt: problem && doubtful('unknown-option', problem) });
};
