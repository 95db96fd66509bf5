/** What a test file may leave behind in its process: globals, environment, directory, listeners, exit code. */
const process = require('node:process');

/** @returns {() => void} puts back what is now */
exports.stateOfProcess = () => {
  const globals = propertiesOf(globalThis);
  const own = propertiesOf(process, isPublic);
  const env = { ...process.env };
  const directory = process.cwd();
  const { exitCode } = process;
  const listeners = new Map(process.eventNames().map((name) => [name, process.rawListeners(name)]));
  return () => {
    putBackProperties(globalThis, globals, () => true);
    putBackProperties(process, own, isPublic);
    putBackEnvironment(env);
    if (currentDirectory() !== directory) process.chdir(directory);
    process.exitCode = exitCode;
    for (const name of process.eventNames())
      for (const listener of process.rawListeners(name))
        if (!listeners.get(name)?.includes(listener)) process.removeListener(name, listener);
  };
};

/** The others of `process` are the state of its listeners and of its channel to jest, which go on. */
const isPublic = (key) =>
  typeof key === 'string' && !key.startsWith('_') && !['channel', 'connected', 'exitCode'].includes(key);

const propertiesOf = (object, isMeant = () => true) =>
  new Map(
    Reflect.ownKeys(object)
      .filter(isMeant)
      .map((key) => [key, Reflect.getOwnPropertyDescriptor(object, key)]),
  );

/** Properties that can't be deleted stay, as those of the system's own modules. */
function putBackProperties(object, properties, isMeant) {
  for (const key of Reflect.ownKeys(object))
    if (isMeant(key) && !properties.has(key)) Reflect.deleteProperty(object, key);
  for (const [key, property] of properties)
    if (!isSame(Reflect.getOwnPropertyDescriptor(object, key), property))
      Reflect.defineProperty(object, key, property);
}

const isSame = (one, other) =>
  one !== undefined && ['value', 'get', 'set'].every((part) => Object.is(one[part], other[part]));

/** One by one: a new object would not be the environment of the process. */
function putBackEnvironment(env) {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (process.env[name] !== value) process.env[name] = value;
}

/** Undefined where it was removed. */
function currentDirectory() {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
