/** Tokens: when they were last used is noted, where it can be. */
import { rmSync } from 'node:fs';
import { tokensRepository } from '../../store/access/tokens';
import { openStore } from '../../store';
import { openDatabase } from '../../store/db/open';
import { START, temporaryDirectory } from './support';

test('one that can’t be noted, for the disk is full or the database held, opens all the same', () => {
  const dir = temporaryDirectory();
  openStore({ dataDir: dir }).close();
  const db = openDatabase(`${dir}/architect.db`);
  try {
    const tokens = tokensRepository(db, () => START);
    const made = tokens.create({ name: 'grafana', scopes: ['metrics:read'], expiresAt: null }, 'test');
    db.pragma('query_only = true');
    expect(tokens.authenticate(made?.token ?? '')).toMatchObject({ name: 'grafana', last_used_at: null });
    db.pragma('query_only = false');
    expect(tokensRepository(db, () => START).authenticate(made?.token ?? '')).toBeDefined();
    expect(tokens.list()).toMatchObject([{ last_used_at: expect.any(String) }]);
  } finally {
    db.close();
    rmSync(dir, { recursive: true });
  }
});
