/** Which files may be read and changed. */
import { commands, paths, tools, type Line } from './line';

/** Asked even for reading. */
const SECRETS = [
  '/**/.ssh/**',
  '/**/.gnupg/**',
  '/**/.aws/**',
  '/**/.azure/**',
  '/**/.kube/**',
  '/**/.config/{gcloud,gh,op,hub}/**',
  '/**/.docker/config.json',
  '/**/.{env,env.*,envrc,netrc,pgpass,my.cnf,npmrc,yarnrc.yml,pypirc,git-credentials,vault-token}',
  '/**/*.{pem,key,p12,pfx,jks,keystore,kdbx}',
  '/**/id_{rsa,dsa,ecdsa,ed25519}*',
  '/**/{credentials,credentials.json,secrets.json,secrets.yml,secrets.yaml,service-account*.json}',
  '/etc/{shadow,gshadow,sudoers}*',
  '/proc/**/{environ,mem}',
  '/dev/{tcp,udp}/**',
];

/** Programs act on these without being told: hooks, start-up files, settings of agents and editors, CI. */
const GUARDED = [
  '/**/.git/**',
  '/**/{.gitconfig,.gitmodules,.gitattributes}',
  '/**/.{bashrc,bash_profile,bash_login,bash_logout,profile,zshrc,zshenv,zprofile,zlogin,inputrc,tmux.conf,vimrc}',
  '/**/.{husky,githooks,circleci,buildkite,woodpecker,ci}/**',
  '/**/.github/{workflows,actions}/**',
  '/**/{.gitlab-ci.yml,.travis.yml,.drone.yml,azure-pipelines.yml,bitbucket-pipelines.yml,Jenkinsfile}',
  '/**/{.pre-commit-config.yaml,lefthook.yml,.lefthook.yml}',
  '/**/.{claude,codex,gemini,cursor,continue}/**',
  '/**/{.mcp.json,.claude.json,.aider.conf.yml}',
  '/**/.{vscode,idea,devcontainer}/**',
];

const SEARCH_AND_READ = 'Read NotebookRead Grep Glob LS ReadTree';

export const FILES: readonly Line[] = [
  ...paths(['write-nowhere', 'allow', 'Thrown away or shown, not kept'], 'Write', [
    '/dev/{null,stdout,stderr,tty}',
    '/dev/fd/*',
  ]),
  ...paths(['env-example', 'allow', 'An example of a file with secrets, without them'], 'Bash', [
    '/**/.env.{example,sample,template}',
  ]),
  ...paths(['env-example-inside', 'allow', 'An example of a file with secrets, without them'], 'Read Write', [
    '.env.{example,sample,template}',
  ]),
  ...paths(['secret', 'ask', 'May hold secrets, or be a way to the network'], '*', SECRETS),
  ...paths(['guarded', 'ask', 'Programs act on this file without being told'], 'Write', GUARDED),
  ...paths(['delete-tree', 'ask', 'Deletes a directory with all that is in it'], 'DeleteTree', ['/**']),
  ...paths(['delete-inside', 'allow', 'Deletes a file in the working directory'], 'Delete', ['**']),
  ...paths(['write-inside', 'allow', 'Writes in the working directory'], 'Write', ['**']),
  ...paths(['read-inside', 'allow', 'Reads in the working directory'], SEARCH_AND_READ, ['**']),
  ...paths(['command-reads', 'allow', 'A file that a command only reads'], 'Bash', ['/**']),
  ...paths(['write-outside', 'ask', 'Writes or deletes outside the working directory'], 'Write', ['/**']),
  ...paths(['read-outside', 'ask', 'Reads outside the working directory'], SEARCH_AND_READ, ['/**']),
  ...tools(
    ['web', 'ask', 'Uses the network, where it is seen what is looked for'],
    ['WebFetch', 'WebSearch'],
  ),
  ...tools(['mcp', 'ask', 'A tool of an MCP server, which may do anything'], ['mcp__*']),
  ...commands(
    ['file-command', 'allow', 'Creates, copies, moves or deletes files; each is judged by itself'],
    ['{touch,mkdir,cp,mv,ln,tee,rm,rmdir,unlink} *', 'sed -i*'],
  ),
];
