/** A directory of programs that the server finds before those of the machine. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const programs = mkdtempSync(join(tmpdir(), 'architect-programs-'));
afterAll(() => rmSync(programs, { recursive: true }));

// An agent that does nothing, before any real one.
writeFileSync(join(programs, 'claude'), '#!/bin/sh\nexec /bin/cat\n', { mode: 0o755 });
