/** What counts as marked in each language, and what only looks like it. */
import { SYNTAXES, type SyntaxName } from '../../../activities/milestones/comments/syntax';
import { syntaxOfName, syntaxOfShebang } from '../../../activities/milestones/comments/languages';
import { findTags } from '../../../activities/milestones/comments/tags';

const tags = (name: string, text: string): string[] =>
  findTags(text, syntaxOfName(name) as SyntaxName).map(
    ({ tag, text: told, line }) => `${line} ${tag} ${told}`,
  );

const IN_COMMENTS: [name: string, text: string, found: string[]][] = [
  ['a.ts', 'a();\n// TODO: one\n/* FIXME two */', ['2 TODO one', '3 FIXME two']],
  ['a.js', '/**\n * Docs.\n * @todo write more\n */', ['3 TODO write more']],
  ['a.jsx', '<b>{/* HACK: a hack */}</b>', ['1 HACK a hack']],
  ['a.c', 'int a; /* XXX wrong\n   on 64 bit */', ['1 XXX wrong']],
  ['a.py', 'x = 1  # TODO(ann): later', ['1 TODO later']],
  ['a.rb', "puts 'x' # FIXME: that\n=begin\nTODO this\n=end", ['1 FIXME that', '3 TODO this']],
  ['a.sh', 'echo $# # TODO count', ['1 TODO count']],
  ['a.go', 'x := `a` // TODO(b/12): go', ['1 TODO go']],
  ['a.rs', "fn f<'a>(x: &'a str) {} // TODO lifetimes", ['1 TODO lifetimes']],
  ['a.java', "char c = '\"'; // TODO: quote", ['1 TODO quote']],
  ['a.cs', 'var p = @"c:\\"; // TODO: path', ['1 TODO path']],
  ['a.php', "it's html <?php # TODO one\n// FIXME two ?> text", ['1 TODO one', '2 FIXME two']],
  ['a.sql', "SELECT 'it''s'; -- TODO index", ['1 TODO index']],
  ['a.lua', '--[[ TODO\n more ]]\n-- FIXME x', ['1 TODO more', '3 FIXME x']],
  ['a.hs', '{- TODO: types -}\n-- FIXME laws', ['1 TODO types', '2 FIXME laws']],
  ['a.ml', '(* TODO: proof *)', ['1 TODO proof']],
  ['a.clj', '; TODO: lisp', ['1 TODO lisp']],
  ['a.erl', '%% TODO: otp', ['1 TODO otp']],
  ['a.tex', '50\\% sure % TODO cite', ['1 TODO cite']],
  ['a.yml', "key: it's # TODO: yaml", ['1 TODO yaml']],
  ['a.toml', 'a = "#" # TODO: toml', ['1 TODO toml']],
  ['a.ini', '; TODO: ini\na = 1 ; TODO: no', ['1 TODO ini']],
  ['a.ps1', '<# TODO: block #>', ['1 TODO block']],
  ['a.bat', '@REM TODO: batch\n:: FIXME too', ['1 TODO batch', '2 FIXME too']],
  ['a.css', 'a { } /* TODO: colour */', ['1 TODO colour']],
  ['a.scss', '// TODO: mixin\na { b: url(http://x/TODO) }', ['1 TODO mixin']],
  [
    'a.html',
    "<p>don't // TODO: no</p><!-- TODO: markup -->\n<script>\n// FIXME: script\n</script>",
    ['1 TODO markup', '3 FIXME script'],
  ],
  ['a.vue', '<style lang="scss">\n// TODO: vue\n</style>', ['2 TODO vue']],
  ['a.md', '<!-- TODO: words -->\nTODO: prose is not a comment', ['1 TODO words']],
  ['a.f90', 'x = 1 ! TODO: array', ['1 TODO array']],
  ['a.vb', "x = 1 ' TODO: basic", ['1 TODO basic']],
  ['a.vim', '" TODO: vim', ['1 TODO vim']],
  ['Dockerfile', '# TODO: pin', ['1 TODO pin']],
  ['Makefile', 'all: # TODO: all', ['1 TODO all']],
  ['a.tf', 'x = "#" # TODO: hcl\n// FIXME y', ['1 TODO hcl', '2 FIXME y']],
];
test.each(IN_COMMENTS)('%s: %j', (name, text, found) => {
  expect(tags(name, text)).toEqual(found);
});

test.each<[name: string, text: string]>([
  ['a.ts', 'const a = "// TODO: no", b = \'/* FIXME no */\', c = `\n// TODO: no\n`;'],
  ['a.ts', 'const slash = /["\'`]/; const a = "// TODO: no";'],
  ['a.ts', 'x.replace(/[/*]/g, "TODO: no");'],
  ['a.py', '"""\n# TODO: no\n"""\nx = \'# FIXME: no\''],
  ['a.go', 'x := `\n// TODO: no\n`'],
  ['a.rs', 'let x = r#"// TODO: "no""#;'],
  ['a.java', 'String s = """\n  // TODO: no\n  """;'],
  ['a.sh', 'echo \'# TODO: no\' "# TODO: no" a#TODO'],
  ['a.sh', 'echo ${#TODO} ${#XXX[@]} {#HACK'],
  ['a.sql', "SELECT '-- TODO: no'"],
  ['a.yml', "key: '# TODO: no'"],
  ['a.cs', 'var a = @"""// TODO: no";'],
  ['a.rb', '"#{x} # TODO: no"'],
  ['a.json5', '{ "a": "// TODO: no" }'],
])('what stands in a string of %s is none: %j', (name, text) => {
  expect(tags(name, text)).toEqual([]);
});

test.each([
  '// the TODO list of a user',
  '// TODOs are found here',
  '// finds TODO, FIXME and HACK',
  '// TODO/PLAN files',
  '// todo is a word',
  '// `TODO: x` is how it is written',
  '// my_TODO: x',
])('a comment about marks has none: %s', (text) => {
  expect(tags('a.ts', text)).toEqual([]);
});

test('a mark further on in a line needs its colon', () => {
  expect(tags('a.ts', '// Works. TODO: test it\n// works, TODO test it')).toEqual(['1 TODO test it']);
});

test('a mark with nothing behind it gets the line below', () => {
  expect(tags('a.ts', '// FIXME:\n// the text\n\n// TODO\n')).toEqual([
    '1 FIXME the text',
    '4 TODO (nothing is said about it)',
  ]);
});

test('scripts without an extension are known by their first line', () => {
  expect(syntaxOfShebang('#!/usr/bin/env python3\n')).toBe('python');
  expect(syntaxOfShebang('#!/usr/bin/env node\n')).toBe('javascript');
  expect(syntaxOfShebang('#!/bin/bash -e\n')).toBe('shell');
  expect(syntaxOfShebang('just text')).toBeUndefined();
});

describe('a long text of anything is read in time', () => {
  const SIZE = 256 * 1024;
  const HARD = [
    '/',
    '*',
    '"',
    "'",
    '`',
    '\\',
    '#',
    '(*',
    '/*',
    '<!--',
    '<script>',
    '{-',
    '[[',
    "'''",
    'a ',
    '\n',
    '=/',
    'r#"',
  ];
  test.each(Object.keys(SYNTAXES) as SyntaxName[])('%s', (syntax) => {
    for (const piece of HARD) {
      const text = `TODO${piece.repeat(SIZE / piece.length)}`;
      const start = process.cpuUsage();
      findTags(text, syntax);
      const { user, system } = process.cpuUsage(start);
      // A pattern that goes back over what it has read would take a minute; other work on the machine doesn't count.
      expect({ piece, slow: (user + system) / 1_000 > 1_000 }).toEqual({ piece, slow: false });
    }
  });
});
