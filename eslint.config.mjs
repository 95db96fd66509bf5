import eslint from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Who may use what: a rule broken here is a hole in the architecture (docs/architecture.md). */
const only = (name, message) => ({ name, message });
const childProcess = ['child_process', 'node:child_process'].map((name) =>
  only(name, 'Programs are run through terminal/exec.ts (or engine/spawn.ts).'),
);
const sqlite = [only('better-sqlite3', 'Databases are opened by store/db/open.ts.')];
const processEnv = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Settings are read by config/index.ts.',
};

export default tseslint.config(
  { ignores: ['dist/', 'web/dist/', 'node_modules/', 'data/', 'logs/', 'coverage/'] },
  eslint.configs.recommended,
  // `({ history, ...rest })` leaves something out.
  { rules: { 'no-unused-vars': ['error', { ignoreRestSiblings: true }] } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-unused-vars': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'off',
      // Numbers in messages are what messages are for.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Interfaces are asynchronous where one implementation needs it.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Repositories and services are closures: their functions have no this.
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-imports': ['error', { paths: [...childProcess, ...sqlite] }],
      'no-restricted-syntax': ['error', processEnv],
      'max-lines': ['error', { max: 300 }],
    },
  },
  { files: ['config/index.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['terminal/exec.ts', 'engine/spawn.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: sqlite }] },
  },
  { files: ['store/db/open.ts'], rules: { 'no-restricted-imports': ['error', { paths: childProcess }] } },
  {
    // Runs again and again on replay: nothing that differs from one run to the next.
    files: ['workflows/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'process',
        'Buffer',
        'fetch',
        'crypto',
        'structuredClone',
        'console',
      ],
      '@typescript-eslint/no-floating-promises': 'error',
    },
  },
  {
    files: ['test/**/*.ts', 'test/**/*.tsx', 'bench/**/*.ts'],
    rules: {
      'no-restricted-imports': 'off',
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // Answers of the API are looked at as a script would.
      '@typescript-eslint/no-explicit-any': 'off',
    },
  },
  {
    files: ['**/*.mjs', 'bin/*.js'],
    languageOptions: {
      globals: globals.node,
    },
  },
  {
    files: ['web/**/*.js', 'web/**/*.ts', 'web/**/*.tsx'],
    languageOptions: {
      globals: globals.browser,
    },
  },
  {
    files: ['web/**/*.ts', 'web/**/*.tsx', 'test/web/**/*.tsx'],
    languageOptions: {
      parserOptions: {
        projectService: false,
        project: ['tsconfig.web.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
);
