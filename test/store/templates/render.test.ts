/** What a template makes of values. */
import { rendered, type TemplateText, valueFaults, variablesOf } from '../../../store/templates/render';

const template = (text: string, defaults: TemplateText['defaults'] = {}): TemplateText => ({
  name: 'x',
  text,
  defaults,
});

test('each variable is filled wherever it stands, with spaces or without', () => {
  const one = template('Fix {{ bug }} in {{file}}, then say that {{bug}} is done.', { file: 'a.ts' });
  expect(variablesOf(one.text)).toEqual(['bug', 'file']);
  expect(rendered(one, { bug: '#7' })).toBe('Fix #7 in a.ts, then say that #7 is done.');
});

test('what a value holds is not filled in again, whatever it looks like', () => {
  const one = template('{{a}} {{b}}');
  expect(rendered(one, { a: '{{b}} $& $1 \\{{b}}', b: '{{a}}' })).toBe('{{b}} $& $1 \\{{b}} {{a}}');
});

test('an empty value is a value, and takes the place of a default', () => {
  expect(rendered(template('[{{a}}]', { a: 'x' }), { a: '' })).toBe('[]');
});

test('what is no variable stays: an escaped one, expressions of other languages, names of objects', () => {
  const one = template('\\{{a}} ${{ secrets.TOKEN }} {{ a b }} {{}} {{{a}}}');
  expect(variablesOf(one.text)).toEqual(['a']);
  expect(rendered(one, { a: 'v' })).toBe('{{a}} ${{ secrets.TOKEN }} {{ a b }} {{}} {v}');
  expect(valueFaults(template('{{constructor}} {{toString}}'), {}).map(({ field }) => field)).toEqual([
    'variables.constructor',
    'variables.toString',
  ]);
});

test('missing and unknown variables are named, each by its field', () => {
  expect(valueFaults(template('{{a}} {{b}}', { b: '' }), { c: '1' })).toEqual([
    { field: 'variables.a', message: "template 'x' asks for it: give it a value" },
    { field: 'variables.c', message: "template 'x' has no such variable; it has a, b" },
  ]);
  expect(valueFaults(template('{{a}}'), { a: '1' })).toEqual([]);
});
