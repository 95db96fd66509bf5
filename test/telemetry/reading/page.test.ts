/** Pages of the log files from their end: of all files together, over a rotation, and of large ones only a part. */
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logReader } from '../../../telemetry/reading';
import { logPage } from '../../../telemetry/reading/page';
import {
  LEVEL_NUMBERS,
  type LogFilter,
  type LogLevel,
  type LogPage,
} from '../../../workflows/contracts/logs';

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'architect-logs-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const START_MS = Date.UTC(2026, 1, 7, 12);
const ALL: LogFilter = { level: 'debug', text: '', requestId: '', workflowId: '', promptId: null };
const line = (second: number, msg: string, level: LogLevel = 'info', more: object = {}): string =>
  `${JSON.stringify({ level: LEVEL_NUMBERS[level], time: new Date(START_MS + second * 1_000).toISOString(), component: 'x', ...more, msg })}\n`;
const write = (name: string, ...lines: string[]): void => writeFileSync(join(dir, name), lines.join(''));
const reader = () => logReader({ logDir: dir, port: 8080, monitorPort: 8081 });
const texts = ({ lines }: LogPage): string[] => lines.map(({ text }) => text);
const PARTS = ['assigner', 'app_8080'];

it('has the newest lines of all files in the order of time, and then those before', async () => {
  write('assigner.log', line(1, 'one'), line(4, 'four'));
  write('app_8080.log', line(2, 'two'), line(3, 'three'), line(5, 'five'));
  const first = await reader().page(PARTS, ALL, 2);
  expect(texts(first)).toEqual(['five', 'four']);
  const second = await reader().page(PARTS, ALL, 2, first.next ?? {});
  expect(texts(second)).toEqual(['three', 'two']);
  const third = await reader().page(PARTS, ALL, 2, second.next ?? {});
  expect([texts(third), third.next]).toEqual([['one'], null]);
});

it('goes on where it was, though a file has grown and was put aside meanwhile', async () => {
  write('assigner.log', line(1, 'one'), line(2, 'two'), line(3, 'three'));
  const first = await reader().page(['assigner'], ALL, 1);
  appendFileSync(join(dir, 'assigner.log'), line(4, 'four'));
  renameSync(join(dir, 'assigner.log'), join(dir, 'assigner.log.1'));
  write('assigner.log', line(5, 'five'));
  const second = await reader().page(['assigner'], ALL, 9, first.next ?? {});
  expect(texts(second)).toEqual(['two', 'one']);
  expect(texts(await reader().page(['assigner'], ALL, 9))).toEqual(['five', 'four', 'three', 'two', 'one']);
});

it('has no line of a file that is gone, and none of one that was read to its beginning', async () => {
  write('assigner.log', line(1, 'one'), line(2, 'two'));
  const first = await reader().page(['assigner'], ALL, 1);
  rmSync(join(dir, 'assigner.log'));
  expect(await reader().page(['assigner'], ALL, 9, first.next ?? {})).toMatchObject({
    lines: [],
    next: null,
  });
  write('assigner.log', line(1, 'one'));
  expect(texts(await reader().page(['assigner'], ALL, 9, {}))).toEqual([]);
});

it('finds lines by level, text in any case, request, workflow and prompt', async () => {
  write(
    'assigner.log',
    line(1, 'Typed it', 'info', { promptId: 42, requestId: 'r-1' }),
    line(2, 'of its workflow', 'warn', { workflowId: 'prompt-42' }),
    line(3, 'of another', 'error', {
      workflowId: 'prompt-421',
      err: { message: 'no luck', stack: 'Error: no luck\n at f' },
    }),
    line(4, 'quiet', 'debug'),
  );
  const found = async (filter: Partial<LogFilter>) =>
    texts(await reader().page(['assigner'], { ...ALL, ...filter }, 9));
  expect(await found({ level: 'warn' })).toEqual(['of another (no luck)', 'of its workflow']);
  expect(await found({ text: 'tYPED' })).toEqual(['Typed it']);
  expect(await found({ promptId: 42 })).toEqual(['of its workflow', 'Typed it']);
  expect(await found({ workflowId: 'prompt-42' })).toEqual(['of its workflow']);
  expect(await found({ requestId: 'r-1' })).toEqual(['Typed it']);
  expect(await found({ requestId: 'r-' })).toEqual([]);
});

it('shows what acts on a terminal, or hides in a text, as text', async () => {
  write('temporal.log', '\u001b[31mred\u001b[0m\u0007 and \u202egnirts\n', 'plain { no JSON\n');
  const { lines } = await reader().page(['temporal'], ALL, 9);
  expect(lines.map(({ text }) => text)).toEqual(['plain { no JSON', '[31mred[0m and <U+202E>gnirts']);
  expect(lines[0]).toMatchObject({ at: null, level: 'info' });
});

it('has the stack of a fault, and cuts what is far too long', async () => {
  write(
    'assigner.log',
    line(1, 'x'.repeat(50_000), 'error', { err: { message: 'm', stack: 'Error: m\n at f' } }),
  );
  const [shown] = (await reader().page(['assigner'], ALL, 9)).lines;
  expect(shown?.text.length).toBeLessThan(5_000);
  expect(shown?.more).toEqual({ err: 'Error: m\n at f' });
});

it('looks at so much of a large file and no more, and says how far it came', async () => {
  const many = Array.from({ length: 20_000 }, (_, index) => line(index, `line ${index}`)).join('');
  write('assigner.log', line(0, 'the needle'), many);
  const files = [{ part: 'assigner', path: join(dir, 'assigner.log') }];
  const needle = { ...ALL, text: 'the needle' };
  const first = await logPage(files, needle, { limit: 9, mostChars: 500_000 });
  expect(first).toMatchObject({ lines: [], next: { assigner: { offset: expect.any(Number) } } });
  expect(first.searchedTo?.localeCompare(new Date(START_MS).toISOString())).toBe(1);
  let page = first;
  let pages = 1;
  for (; page.lines.length === 0 && page.next; pages++)
    page = await logPage(files, needle, { limit: 9, mostChars: 500_000, before: page.next });
  expect(texts(page)).toEqual(['the needle']);
  expect(pages).toBeGreaterThan(3);
});

it('lets others have their turn while it looks', async () => {
  const many = Array.from({ length: 30_000 }, (_, index) => line(index, `line ${index}`)).join('');
  write('assigner.log', many);
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 0);
  await reader().page(['assigner'], { ...ALL, text: 'nowhere' }, 9);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(2);
});

it('follows what is added from the end of the page on, that which is wanted', async () => {
  write('assigner.log', line(1, 'one', 'warn'), line(2, 'quiet'));
  const stop = new AbortController();
  const { page, added } = await reader().follow(['assigner'], { ...ALL, level: 'warn' }, 9, stop.signal);
  expect(texts(page)).toEqual(['one']);
  appendFileSync(join(dir, 'assigner.log'), line(3, 'quiet too') + line(4, 'two', 'error'));
  const { value } = (await added.next()) as { value: LogPage['lines'] };
  expect(value.map(({ text, level }) => [text, level])).toEqual([['two', 'error']]);
  stop.abort();
  expect((await added.next()).done).toBe(true);
});

it('tells the files that there are, with their sizes', () => {
  write('assigner.log', 'x\n');
  const parts = reader().parts();
  expect(parts.find(({ part }) => part === 'assigner')).toMatchObject({ kind: 'server', bytes: 2 });
  expect(parts.find(({ part }) => part === 'temporal')).toMatchObject({ kind: 'output', writtenAt: null });
});
