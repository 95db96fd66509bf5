#!/usr/bin/env node
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const entry = join(__dirname, '..', 'dist', 'cli', 'main.js');
if (existsSync(entry)) {
  void require(entry).main();
} else {
  process.stderr.write('architect: not built yet: run `npm start` (or `npm run build`) once.\n');
  process.exitCode = 1;
}
