/** Compilers, bundlers, generators and task runners of JavaScript. */
import type { Spec } from '../spec';
import { COLOR } from './js-checks';

const SERVING =
  '--port:num -p:num --open:true|false? --strictPort --no-open --host:localhost|127.0.0.1 --hostname:localhost|127.0.0.1 -H:localhost|127.0.0.1';
const VITE_OPTIONS =
  '--mode:word -m:word --config:config -c:config --base:text --logLevel:word -l:word --clearScreen --debug:word? -d:word? --filter:text --force';
const VITE_BUILD: Spec = {
  options: `${VITE_OPTIONS} --outDir:cleared --assetsDir:word --sourcemap:word? --minify:word? --watch -w --emptyOutDir --ssr:in? --manifest:word? --target:word`,
  operands: 'in',
};
const NEXT_BUILD: Spec = {
  options:
    '--debug -d --profile --no-lint --turbo --turbopack --experimental-app-only --experimental-build-mode:word',
  operands: 'in',
};

export const JS_BUILDS: Readonly<Record<string, Spec>> = {
  next: {
    subs: {
      build: NEXT_BUILD,
      lint: {
        options: '--fix --quiet --dir:out -d:out --file:out --max-warnings:num --strict --no-cache --cache',
        operands: 'out',
      },
      'info telemetry typegen': { operands: 'status' },
    },
  },
  nuxt: {
    subs: {
      'build generate prepare typecheck info': { options: '--prerender --logLevel:word', operands: 'in' },
    },
  },
  nuxi: { subs: { 'build generate prepare typecheck info': { operands: 'in' } } },
  vite: {
    options: `${VITE_OPTIONS} ${SERVING}`,
    subs: {
      '': {},
      build: VITE_BUILD,
      'dev serve': { options: `${VITE_OPTIONS} ${SERVING}`, operands: 'in' },
      preview: { options: `${VITE_OPTIONS} ${SERVING} --outDir:in`, operands: 'in' },
    },
  },
  astro: {
    subs: {
      'build check sync info': {
        options: '--verbose --silent --minimumSeverity:word --minimumFailingSeverity:word --watch --noSync',
        operands: 'in',
      },
    },
  },
  remix: { subs: { 'build vite:build routes': { options: '--sourcemap', operands: 'in' } } },
  'react-router': {
    subs: { 'build typegen routes': { options: '--watch --sourcemapClient', operands: 'in' } },
  },
  'react-scripts': {
    subs: {
      'build test': {
        options: '--watchAll:true|false? --coverage --ci -u -t:text --silent --verbose',
        operands: 'in',
      },
    },
  },
  'vue-cli-service': {
    subs: {
      'build lint test:unit inspect': {
        options: '--mode:word --no-fix --fix --dest:cleared',
        operands: 'in',
      },
    },
  },
  ng: {
    subs: {
      'build b lint test t version v e2e extract-i18n': {
        options:
          '--configuration:word -c:word --prod --watch:true|false? --no-watch --browsers:word --code-coverage --project:word --source-map --verbose --progress:true|false? --output-path:cleared --fix --include:in --stats-json --aot',
        operands: 'word',
      },
    },
  },
  svelte: { subs: { check: {} } },
  'svelte-kit': { subs: { sync: {} } },
  webpack: {
    options: `${COLOR} --mode:word --watch -w --config:config -c:config --env:text --stats:word? --progress --profile --json:out~ --output-path:cleared -o:cleared --entry:in --devtool:word -d:word --analyze --target:word --name:word --node-env:word --bail --version`,
    operands: 'build|watch|info|version',
  },
  rollup: {
    options:
      '-c:config~ --config:config~ --watch -w --silent --format:word -f:word --input:in -i:in --file:out -o:out --dir:out -d:out --sourcemap:word? -m --failAfterWarnings --bundleConfigAsCjs --version -v',
    operands: 'in',
  },
  esbuild: {
    options:
      '--bundle --minify --sourcemap:word? --outfile:out? --outdir:out? --platform:word? --format:word? --target:word? --watch --analyze --metafile:out? --splitting --external:text? --log-level:word? --tree-shaking:word? --keep-names --legal-comments:word? --packages:word? --jsx:word? --tsconfig:in? --charset:word? --version --allow-overwrite',
    operands: 'in',
  },
  tsup: {
    options:
      '--watch --dts --format:text --minify --clean --sourcemap --out-dir:cleared -d:cleared --target:word --config:config --silent --splitting --no-splitting --treeshake --external:text --platform:word',
    operands: 'in',
  },
  tsdown: {
    options:
      '--watch --dts --format:text --minify --clean --sourcemap --out-dir:cleared -d:cleared --target:word --config:config --silent --platform:word',
    operands: 'in',
  },
  parcel: {
    subs: {
      build: {
        options:
          '--dist-dir:cleared --no-source-maps --no-optimize --no-cache --public-url:text --detailed-report --log-level:word --target:word',
        operands: 'in',
      },
    },
  },
  swc: {
    options:
      '-d:out --out-dir:out -o:out --out-file:out --watch -w --source-maps -s --config-file:config --copy-files -D --strip-leading-paths --quiet -q',
    operands: 'in',
  },
  babel: {
    options:
      '-d:out --out-dir:out -o:out --out-file:out --watch -w --source-maps --extensions:text -x:text --copy-files --verbose --quiet --ignore:text --config-file:config',
    operands: 'in',
  },
  tailwindcss: {
    options:
      '-i:in --input:in -o:out --output:out -w --watch --minify -m --content:text -c:config --config:config',
    operands: 'build',
  },
  postcss: {
    options:
      '-o:out --output:out -d:out --dir:out --map -m --no-map --watch -w --verbose --config:config --ext:word --base:in',
    operands: 'in',
  },
  sass: {
    options:
      '--watch --style:word? -s:word --no-source-map --source-map --load-path:in -I:in --quiet -q --update --embed-sources --no-charset --color',
    operands: 'pair',
  },
  turbo: {
    subs: {
      'run build test lint typecheck check-types check format type-check': {
        options:
          '--filter:text -F:text --force --no-cache --concurrency:size --continue --dry:word? --dry-run:word? --parallel --graph --output-logs:word --log-order:word --log-prefix:word --only --affected --verbosity:num --ui:word --summarize --no-daemon --env-mode:word',
        operands: 'script',
      },
      'ls query info': { operands: 'word' },
    },
  },
  nx: {
    subs: {
      'run-many affected': {
        options:
          '-t:script --target:script --targets:script --all --projects:text -p:text --parallel:size --skip-nx-cache --base:word --head:word --exclude:text --configuration:word -c:word --verbose --nxBail --output-style:word',
        operands: 'script',
      },
      'test build lint typecheck e2e check format:check format:write': {
        options:
          '--skip-nx-cache --watch --verbose --configuration:word -c:word --base:word --head:word --coverage --fix --testFile:in -t:text',
        operands: 'word',
      },
      run: { options: '--skip-nx-cache --verbose', operands: 'target' },
      'show report list graph': {
        options: '--json --file:out --affected --projects',
        operands: 'word',
      },
    },
  },
  lerna: {
    subs: {
      run: {
        options: '--scope:pkg --parallel --stream --since:word --concurrency:num --no-bail --ignore:text',
        operands: 'script',
      },
      'list ls la ll changed diff info': {
        options: '--all -a --json --long -l --graph --since:word --toposort',
        operands: 'pkg',
      },
    },
  },
  prisma: {
    subs: {
      'generate validate format version': {
        options: '--schema:in --watch --generator:word --no-engine --no-hints --check',
      },
      migrate: {
        subs: {
          'status diff': {
            options:
              '--schema:in --from-empty --from-schema-datamodel:in --to-schema-datamodel:in --from-migrations:in --to-migrations:in --script --exit-code',
          },
        },
      },
    },
  },
  'drizzle-kit': {
    subs: {
      'check generate': { options: '--config:config --name:word --dialect:word --schema:in --out:out' },
    },
  },
  'graphql-codegen': { options: '--config:config -c:config --watch -w --silent --verbose -v --check' },
  'openapi-typescript': { options: '-o:out --output:out --check --immutable --export-type', operands: 'in' },
  typedoc: {
    options:
      '--out:cleared --json:out --tsconfig:in --entryPoints:in --watch --emit:word --logLevel:word --version',
    operands: 'in',
  },
  'source-map-explorer': { options: '--json --html:out --tsv', operands: 'in' },
  storybook: {
    subs: {
      build: {
        options:
          '--output-dir:cleared -o:cleared --quiet --docs --config-dir:in -c:in --disable-telemetry --test',
      },
    },
  },
  hereby: { options: '--tasks', operands: 'script' },
  gulp: { options: '--tasks -T --silent -S --series --continue', operands: 'script' },
  grunt: { options: '--verbose -v --no-color --force -f', operands: 'script' },
  'json-schema-to-typescript': { operands: 'in' },
};
