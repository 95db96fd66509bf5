/** Rows: what is alike stands together, what is open is joined by nothing, what is read doesn't move. */
import type { Confirmation, NeedTold } from '../../../api/document/api-types';
import { entriesOf } from '../../../web/src/features/needs/entries';

const dialogs = new Map<number, Confirmation>();
const need = (id: number, command: string | null, changes: Partial<Confirmation> = {}): NeedTold => {
  const asked = {
    kind: 'permission',
    agent: 'claude',
    tool: 'Bash',
    path: null,
    verdict: 'ask',
    questions: null,
  };
  dialogs.set(id, { ...asked, id, command, ...changes } as Confirmation);
  return { id: `dialog-${id}`, title: `t${id}`, refs: { dialog: id, session: `s${id}` } } as NeedTold;
};
const NOTHING = { shown: [], open: null, isRead: false };
const rows = (needs: readonly NeedTold[], before: Parameters<typeof entriesOf>[1] = NOTHING): string[] =>
  entriesOf(needs, before, (id) => dialogs.get(id)).map(
    (entry) => `${entry.id}: ${entry.needs.map(({ id }) => id.replace('dialog-', '')).join()}`,
  );

test('the same command of the same agent is one row, another or a question is not', () => {
  const asks = { kind: 'question', questions: [{}] } as unknown as Partial<Confirmation>;
  expect(
    rows([
      ...[need(1, 'npm test'), need(2, 'make'), need(3, 'npm test'), need(4, 'npm test', { agent: 'codex' })],
      ...[need(5, null), need(6, null), need(7, 'npm test', asks)],
    ]),
  ).toEqual(['dialog-1: 1,3', 'dialog-2: 2', 'dialog-4: 4', 'dialog-5: 5', 'dialog-6: 6', 'dialog-7: 7']);
});

test('nothing joins the row that is open: its answer goes to what was seen', () => {
  const all = [need(1, 'npm test'), need(2, 'npm test'), need(3, 'npm test')];
  const before = { shown: [['dialog-1', 'dialog-2']], open: 'dialog-1', isRead: true };
  expect(rows(all, before)).toEqual(['dialog-1: 1,2', 'dialog-3: 3']);
});

test('the open row stays the same when the first of it is gone', () => {
  const before = { shown: [['dialog-1', 'dialog-2']], open: 'dialog-1', isRead: true };
  expect(rows([need(2, 'npm test')], before)).toEqual(['dialog-1: 2']);
});

test('while somebody reads, what is new comes at the end; afterwards all are in order', () => {
  const all = [need(9, 'urgent'), need(1, 'a'), need(2, 'b')];
  const shown = [['dialog-1'], ['dialog-2']];
  expect(rows(all, { shown, open: null, isRead: true })).toEqual([
    'dialog-1: 1',
    'dialog-2: 2',
    'dialog-9: 9',
  ]);
  expect(rows(all, { shown, open: null, isRead: false })[0]).toBe('dialog-9: 9');
});
