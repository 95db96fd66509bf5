import type { SeenDialog } from '../../store/confirmations';

/** A dialog as the watch tells of it, by default a permission that session `a` asks for. */
export function seen(changes: Partial<SeenDialog> = {}): SeenDialog {
  return {
    session: 'a',
    host: 'box',
    agent: 'claude',
    fingerprint: 'f1',
    kind: 'permission',
    title: 'Bash command',
    body: 'ls',
    options: [
      { label: 'Yes', key: '1', selected: true },
      { label: 'No', key: '2', selected: false },
    ],
    questions: null,
    call: { tool: 'Bash', commands: ['ls'], path: null },
    source: 'screen',
    workingDir: '/home/me',
    seenAt: new Date(8.64e15),
    ...changes,
  };
}
