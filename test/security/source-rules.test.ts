/** Rules of our own that a linter doesn't have: nothing of a request becomes SQL, a shell's line, code or HTML. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFiles, ROOT } from '../project/sources';
import { REVIEWED_SQL } from './reviewed-sql';
import { type Breach, breachesOf } from './source-rules';

const FOLDERS =
  /^(?:activities|agents|api|cli|config|engine|models|policy|processes|server|store|telemetry|temporal|terminal|web\/src|workflows)\//;
/** A background task of the type `shell` is a command line by its nature; it is an argument of `sh -c`. */
const files = projectFiles().filter((file) => FOLDERS.test(file) && /\.tsx?$/.test(file));
const found = files.flatMap((file) => breachesOf(file, readFileSync(join(ROOT, file), 'utf8')));
const of = (rule: Breach['rule']): string[] =>
  found.filter((breach) => breach.rule === rule).map(({ file, what }) => `${file}: ${what}`);

test('the sources are looked at', () => {
  expect(files.length).toBeGreaterThan(500);
});

test('statements are put together only where somebody has looked at what is put in', () => {
  const reviewed = Object.entries(REVIEWED_SQL).flatMap(([file, parts]) =>
    parts.map((what) => `${file}: ${what}`),
  );
  expect([...new Set(of('sql'))].sort()).toEqual(reviewed.sort());
});

test.each(['shell', 'eval', 'html'] as const)('no source breaks the rule "%s"', (rule) => {
  expect(of(rule)).toEqual([]);
});

test.each<[Breach['rule'], string]>([
  ['sql', 'db.prepare(`SELECT * FROM prompts WHERE id = ${id}`)'],
  ['sql', "db.exec('DELETE FROM prompts WHERE id = ' + id)"],
  ['sql', 'db.pragma(`user_version = ${given.version}`)'],
  ['shell', "spawn('ls', [], { shell: true })"],
  ['shell', 'execSync(`ls ${directory}`)'],
  ['eval', 'eval(text)'],
  ['eval', "new Function('return 1')"],
  ['html', 'element.innerHTML = text'],
  ['html', 'const a = <p dangerouslySetInnerHTML={{ __html: text }} />'],
])('a breach of "%s" is found: %s', (rule, code) => {
  expect(breachesOf('planted.tsx', code).map((breach) => breach.rule)).toContain(rule);
});

test.each([
  'db.prepare(`SELECT * FROM prompts WHERE ${WAITING} AND id = ?`)',
  'db.prepare(`UPDATE a SET b = ${STATUS.open}`)',
  "exec(['ls', directory])",
  'pattern.exec(text)',
  "spawn('ls', [directory], { shell: false })",
])('what is right is none: %s', (code) => {
  expect(breachesOf('planted.ts', code)).toEqual([]);
});
