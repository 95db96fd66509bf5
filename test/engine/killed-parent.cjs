/** A process that starts the engine of ENGINE_OPTIONS, says so to its parent, and waits to be killed. */
const process = require('node:process');
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  module._compile(code, filename);
};

const { pino } = require('pino');
const { startEngine } = require('../../engine/index.ts');

startEngine({ ...JSON.parse(process.env.ENGINE_OPTIONS), log: pino({ level: 'silent' }) }).then(
  () => process.send('up'),
  (error) => process.send(error.message),
);
