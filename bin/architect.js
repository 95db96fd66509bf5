#!/usr/bin/env node
'use strict';
const { existsSync } = require('node:fs');
const { homedir } = require('node:os');
const { join } = require('node:path');
const nodeModule = require('node:module');

const entry = join(__dirname, '..', 'dist', 'cli', 'main.js');
const [verb] = process.argv.slice(2);
if (existsSync(entry)) {
  // Node 22.8 and newer keep what they compiled. Not in the directory for all users that is their default.
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  nodeModule.enableCompileCache?.(join(cache, 'architect-dashboard', 'compiled'));
  void require(entry).main();
} else if (verb === 'start') {
  // It builds what is missing.
  void import('../scripts/deploy.mjs');
} else {
  process.stderr.write('architect: not built yet: run `npm start` (or `npm run build`) once.\n');
  process.exitCode = 1;
}
