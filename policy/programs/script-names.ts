/** Names that scripts and targets have nearly everywhere, and that say what they do: build, test, check, serve here. */
const WORDS = new Set(
  (
    'test tests testing unit units integration e2e lint lints linter format formatting fmt fix check checks checker type types typecheck ' +
    'typings tsc compile build builds rebuild bundle ci codegen generate gen generated dev develop development start serve watch preview ' +
    'storybook stories coverage cov cover bench benchmark benchmarks docs doc doctest validate verify vet analyze analyse analysis ' +
    'debug quick fast smoke spec specs snapshot snapshots report reports style styles css js ts web www api server client app frontend ' +
    'backend ui core lib libs common shared packages package prettier eslint stylelint oxlint biome jest vitest playwright cypress mocha ava ' +
    'pytest ruff mypy black isort pylint flake8 pyright rubocop rspec phpunit phpstan pint psalm clippy only changed staged all ' +
    'parallel headless headed chrome chromium firefox dry run local component components func functional acceptance regression model ' +
    'db schema graphql prisma proto protos openapi swagger i18n translations messages assets static html esm cjs node browser mobile desktop ' +
    'main renderer worker workers wasm native ios android sass scss tailwind svg icons sprites routes deps dependencies circular unused ' +
    'knip depcheck cspell spell spelling links markdown md size bundlesize stats info help version list ls status size-limit format-check ' +
    'u t b w c v no emit no-emit strict silent verbose update nowatch tdd bdd it py python go rust java php ruby sql yaml json toml shell sh dart ' +
    'and with without for code src'
  ).split(' '),
);
/** Only next to `build`: what is built may be for anywhere, what is started or tested may not. */
const FOR_USE = new Set(['prod', 'production', 'staging', 'stage', 'dist', 'release']);
/** They say in what way, not what; a script called so may do anything. */
const NEVER_ALONE = new Set(
  'db update all run and with without for no u w c v it list code src node main core server client app only changed parallel fast quick model schema deps dependencies package packages messages assets static'.split(
    ' ',
  ),
);

export function isScriptName(name: string): boolean {
  if (!/^[a-zA-Z0-9][\w:.@/-]*$/.test(name)) return false;
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[:._/-]+/);
  const building = words.includes('build') || words.includes('bundle') || words.includes('compile');
  const known = words.every(
    (word) => WORDS.has(word) || /^\d+$/.test(word) || (building && FOR_USE.has(word)),
  );
  return known && words.some((word) => WORDS.has(word) && !NEVER_ALONE.has(word));
}

/** `py311-django42`, `tests-3.11`, `lint`. */
export function isSession(name: string): boolean {
  const parts = name.split('-');
  const isVersion = (part: string) =>
    /^(py|pypy|cpython|django|flask|python|pydantic|numpy)?[\d.]+$|^py$/.test(part);
  const rest = parts.filter((part) => !isVersion(part));
  return /^[\w.-]+$/.test(name) && (rest.length === 0 || isScriptName(rest.join('-')));
}

/** Targets of build tools: those names, and `all`. */
export function isGoal(name: string): boolean {
  const [place, goal = place] = /^(\/\/[\w/.-]*|[\w@./-]*):([\w-]+)$/.exec(name)?.slice(1) ?? [
    undefined,
    name,
  ];
  if (/^\/\/([\w/.-]*\/)?\.\.\.$/.test(name)) return true;
  return goal !== undefined && (goal === 'all' || isScriptName(goal));
}
