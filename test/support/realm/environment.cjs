/**
 * The environment of tests that need no page: the realm of the process itself, put back as it was after each test file.
 * A context of its own for each file would load every package anew, and the values of what it shares with the process
 * would be of other classes than its own.
 */
const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');
const { stateOfProcess } = require('./state.cjs');

/** What fake timers of the old kind give for an id. */
const timerConfig = {
  idToRef(id) {
    const ref = { id, ref: () => ref, unref: () => ref };
    return ref;
  },
  refToId: (ref) => ref?.id,
};

/** What `expect` knows and counts; the one that it makes by itself can't be taken away again. */
const ofExpect = () => ({
  customEqualityTesters: [],
  matchers: Object.create(null),
  state: {
    assertionCalls: 0,
    expectedAssertionsNumber: null,
    isExpectingAssertions: false,
    numPassingAsserts: 0,
    suppressedErrors: [],
  },
});

module.exports = class RealmOfProcess {
  global = globalThis;
  /** Read by `runtime.cjs`. */
  isRealmOfProcess = true;
  /** Before jest changes anything for the file. */
  #putBack = stateOfProcess();
  #exportConditions;

  constructor({ projectConfig }) {
    this.#exportConditions = projectConfig.testEnvironmentOptions.customExportConditions;
    Object.defineProperty(globalThis, Symbol.for('$$jest-matchers-object'), {
      configurable: true,
      value: ofExpect(),
    });
    const around = { config: projectConfig, global: globalThis };
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = new LegacyFakeTimers({ ...around, moduleMocker: this.moduleMocker, timerConfig });
    this.fakeTimersModern = new ModernFakeTimers(around);
  }

  async setup() {}

  async teardown() {
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    this.#putBack();
  }

  exportConditions() {
    return this.#exportConditions;
  }

  /** None: `runtime.cjs` compiles. */
  getVmContext() {
    return null;
  }
};
