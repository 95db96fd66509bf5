/**
 * Loads modules for tests in the realm of the process. Each test file has modules of the project of its own, made from
 * code that is read and compiled once; packages are loaded once, as Node.js does it. Loading them anew for each file
 * took a quarter of the time of the tests of the API.
 */
const { statSync } = require('node:fs');
const { createRequire } = require('node:module');
const { sep } = require('node:path');
const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const PACKAGES = `${sep}node_modules${sep}`;
const requireNative = createRequire(__filename);

/** By file: its code for Node.js, with what the file was when it was read. */
const codes = new Map();
/** By file: what makes a module of it, with the code that it was compiled from. */
const makers = new Map();

module.exports = class RealmRuntime extends Runtime {
  #isRealmOfProcess;

  constructor(config, environment, resolver, transformer, cacheFS, coverage, ...others) {
    super(config, environment, resolver, transformer, cacheFS, coverage, ...others);
    // Files with a page have a realm of their own.
    this.#isRealmOfProcess = environment.isRealmOfProcess === true;
    if (!this.#isRealmOfProcess) return;
    const { injectedModuleParameters } = this.executor;
    this.executor.compile = (code, filename) => makerOf(code, filename, injectedModuleParameters);
    if (!coverage.collectCoverage) keepCodes(this.transformCache);
  }

  requireModule(from, name, options, isActual) {
    if (
      this.#isRealmOfProcess &&
      name &&
      !options?.isInternalModule &&
      !this._resolution.isCoreModule(name)
    ) {
      const path = this._resolution.resolveCjs(from, name);
      if (path.includes(PACKAGES)) return requireNative(path);
    }
    return super.requireModule(from, name, options, isActual);
  }
};

function makerOf(code, filename, parameters) {
  const known = makers.get(filename);
  if (known?.code === code) return known.make;
  const make = compileFunction(code, parameters, { filename });
  makers.set(filename, { code, make });
  return make;
}

/** Has `cache`, the one of a test file, ask the transformer for what is new or changed only. */
function keepCodes(cache) {
  const transform = cache.transform.bind(cache);
  cache.transform = (filename, options) => {
    const { mtimeMs, size } = statSync(filename);
    const known = codes.get(filename);
    if (known?.mtimeMs === mtimeMs && known.size === size) {
      if (known.sourceMap !== undefined) cache.sourceMaps.set(filename, known.sourceMap);
      return known.code;
    }
    const code = transform(filename, options);
    codes.set(filename, { mtimeMs, size, code, sourceMap: cache.sourceMaps.get(filename) });
    return code;
  };
}
