/** Containers, clusters, forges and databases: only what reads. */
import type { Spec } from '../spec';

const FORMAT = '--format:dockerformat --no-trunc --quiet -q --filter:text -f:text';
const DOCKER_SUBS: Readonly<Record<string, Spec>> = {
  ps: { options: `${FORMAT} -a --all -l --latest -n:num -s --size` },
  'images image-ls': { options: `${FORMAT} -a --all --digests`, operands: 'image' },
  version: { options: '--format:dockerformat -f:dockerformat' },
  'info stats': { options: '--no-stream --format:dockerformat -a --all', operands: 'word' },
  logs: {
    options: '--tail:word -n:word --since:text --until:text -f --follow -t --timestamps --details',
    operands: 'word',
  },
  'port top diff': { operands: 'word' },
  history: { options: `${FORMAT} -H --human`, operands: 'image' },
  image: {
    subs: {
      'ls list': { options: `${FORMAT} -a`, operands: 'image' },
      history: { options: FORMAT, operands: 'image' },
    },
  },
  container: {
    subs: {
      'ls list ps': { options: `${FORMAT} -a --all` },
      logs: { options: '--tail:word --since:text -f -t', operands: 'word' },
      'top port': { operands: 'word' },
    },
  },
  'volume network': { subs: { 'ls list': { options: FORMAT } } },
  system: { subs: { df: { options: '-v --format:dockerformat' }, info: {} } },
  context: { subs: { 'ls show': {} } },
  buildx: { subs: { 'ls version': {} } },
};
const COMPOSE: Spec = {
  options: '-f:in --file:in --profile:word -p:word --project-name:word --ansi:word --version',
  subs: {
    ps: {
      options: '-a --all -q --quiet --services --format:word --status:word --filter:text',
      operands: 'word',
    },
    logs: {
      options: '-f --follow --tail:word -n:word --since:text -t --timestamps --no-color --no-log-prefix',
      operands: 'word',
    },
    'top images port ls version': { options: '-q -a --format:word --short', operands: 'word' },
  },
};
const KUBE =
  '-n:word --namespace:word -A --all-namespaces -o:kubeoutput --output:kubeoutput -l:text --selector:text --context:word -w --watch --show-labels --sort-by:text --field-selector:text --no-headers -L:text --show-kind --request-timeout:size';

export const SERVICES: Readonly<Record<string, Spec>> = {
  docker: { options: '--version -v', subs: { ...DOCKER_SUBS, compose: COMPOSE } },
  podman: { options: '--version -v', subs: DOCKER_SUBS },
  'docker-compose': COMPOSE,
  kubectl: {
    options: '-n:word --namespace:word --context:word',
    subs: {
      get: { options: KUBE, operands: 'kuberesource word' },
      describe: { options: KUBE, operands: 'kuberesource word' },
      logs: {
        options:
          '-f --follow --tail:num --since:size -c:word --container:word -p --previous --all-containers -n:word --namespace:word -l:text --selector:text --timestamps --context:word --prefix',
        operands: 'kubename',
      },
      top: { options: KUBE, operands: 'pod|pods|po|node|nodes|no word' },
      'version api-resources api-versions cluster-info': {
        options: '--client --short -o:yaml|json|wide|name --output:yaml|json --namespaced:word?',
      },
      explain: { options: '--recursive', operands: 'word' },
      config: { subs: { 'current-context get-contexts get-clusters': { options: '-o:name' } } },
      rollout: {
        subs: {
          'status history': { options: '-n:word --namespace:word --timeout:size', operands: 'kubename word' },
        },
      },
      auth: { subs: { 'can-i whoami': { options: '-n:word --namespace:word --list', operands: 'word' } } },
      events: { options: KUBE },
    },
  },
  ...Object.fromEntries(
    ['terraform', 'tofu'].map((name): [string, Spec] => [
      name,
      {
        oneDash: true,
        options: '-chdir:in -version',
        subs: {
          plan: {
            oneDash: true,
            options:
              '-no-color -input:false -lock:false|true -compact-warnings -detailed-exitcode -refresh:false|true -refresh-only -parallelism:num -destroy -var:text -var-file:in -target:word -out:out',
          },
          validate: { oneDash: true, options: '-json -no-color' },
          fmt: {
            oneDash: true,
            options: '-check -recursive -diff -list:true|false -write:true|false',
            operands: 'out',
          },
          'version providers graph workspace-show': { oneDash: true, options: '-json' },
          workspace: { subs: { 'list show': {} } },
          state: { subs: { list: { oneDash: true, options: '-id:word', operands: 'text' } } },
        },
      },
    ]),
  ),
  terragrunt: { subs: { 'hclfmt validate': { options: '--terragrunt-check' } } },
  tflint: { options: '--recursive --format:word --no-color --version --minimum-failure-severity:word' },
  gh: {
    options: '--version',
    subs: {
      pr: {
        options: '--repo:repo -R:repo',
        subs: {
          'view list ls status diff checks': {
            options: `--json:text --comments -c --state:word -s:word --limit:num -L:num --author:text -A:text --label:text -l:text --base:word -B:word --head:word -H:word --search:text -S:text --repo:repo -R:repo --name-only --patch --color:word --required --watch --fail-fast --interval:num -i:num --draft -d --assignee:text -a:text --jq:jq -q:jq`,
            operands: 'branch',
          },
        },
      },
      issue: {
        options: '--repo:repo -R:repo',
        subs: {
          'view list ls status': {
            options:
              '--json:text --comments -c --state:word -s:word --limit:num -L:num --author:text -A:text --label:text -l:text --search:text -S:text --repo:repo -R:repo --assignee:text -a:text --mention:text --milestone:text -m:text --jq:jq -q:jq',
            operands: 'branch',
          },
        },
      },
      run: {
        options: '--repo:repo -R:repo',
        subs: {
          'view list ls watch': {
            options:
              '--json:text --log --log-failed --verbose -v --job:num -j:num --limit:num -L:num --branch:word -b:word --workflow:text -w:text --status:word -s:word --repo:repo -R:repo --exit-status --event:word -e:word --commit:word -c:word --user:word -u:word --attempt:num -a:num --interval:num -i:num --jq:jq -q:jq',
            operands: 'num',
          },
        },
      },
      workflow: {
        subs: {
          'view list ls': {
            options: '--json:text --all -a --limit:num -L:num --yaml -y --repo:repo -R:repo',
            operands: 'word',
          },
        },
      },
      release: {
        subs: {
          'view list ls': {
            options: '--json:text --limit:num -L:num --repo:repo -R:repo --jq:jq -q:jq',
            operands: 'word',
          },
        },
      },
      repo: {
        subs: {
          'view list ls': {
            options: '--json:text --limit:num -L:num --jq:jq -q:jq --branch:word -b:word',
            operands: 'repo',
          },
        },
      },
      search: {
        subs: {
          '*': {
            options:
              '--json:text --limit:num -L:num --repo:repo -R:repo --state:word --author:word --owner:word --language:word',
            operands: 'text',
          },
        },
      },
      label: { subs: { 'list ls': { options: '--json:text --limit:num -L:num' } } },
      cache: { subs: { 'list ls': { options: '--limit:num -L:num --json:text' } } },
      auth: { subs: { status: { options: '--hostname:word -h:word --active' } } },
      'status version help': { operands: 'word' },
    },
  },
  glab: {
    subs: {
      'mr issue': {
        subs: {
          'view list diff': {
            options: '--comments -c -F:json|text --output:json|text -P:num --per-page:num',
            operands: 'branch',
          },
        },
      },
      ci: { subs: { 'list status': {} } },
    },
  },
  sqlite3: {
    atLeast: 2,
    options:
      '-readonly -header -noheader -csv -json -column -line -list -box -table -markdown -batch -version --version',
    operands: 'dbfile schemacommand',
  },
  psql: { options: '--version -V' },
  mysql: { options: '--version -V' },
  'redis-cli': { options: '--version -v', subs: { ping: {} } },
  pg_isready: { options: '-h:localhost|127.0.0.1 -p:num -q -t:num -d:word -U:word --version' },
  mongosh: { options: '--version' },
};
