/** Which files may be read and changed. */
import { commands, paths, tools, type Line } from './line';

/** Asked even for reading. New ones go to the end: rules are numbered in order. */
export const SECRETS = [
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
  // The dashboard's own keys, tokens and databases.
  '/**/{vault-key,api-token,secret-key}*',
  '/**/{architect,assigner,site_health}.db*',
  // What is typed and kept: histories, logins, tokens.
  '/**/.*_history',
  '/**/{auth.json,auth.toml,oauth_creds.json,logins.json,key4.db,cookies.sqlite,cookies.txt,Cookies,token.json,.credentials.json,hosts.yml,.lesshst,.viminfo,.claude.json*}',
  '/**/{token,tokens,secret,secrets,password,passwords,passwd,htpasswd,apikey,api_key,api-key,access_token,access-token,auth_token,auth-token,refresh_token,private-key,private_key,master.key,kubeconfig}',
  '/**/{secret,secrets,password,passwords,credential,credentials}.{txt,json,yml,yaml,toml,xml,ini,env,enc,cfg,conf,properties}',
  '/**/*{credentials,secrets,secret,service-account,service_account,client_secret,firebase-adminsdk,application_default_credentials}*.{json,yml,yaml,toml,ini,enc,xml,properties}',
  '/**/.{pgpass,s3cfg,boto,htpasswd,dockercfg,terraformrc,vault-token,yarnrc,mylogin.cnf,databrickscfg,smbcredentials,kubeconfig,secret,secrets,token,tokens,password,passwd,credentials,api_key,apikey}',
  '/**/*.{ppk,pkcs12,p8,asc,gpg,pgp,ovpn,keytab,kdb,agekey,tfstate,tfvars,jceks,htpasswd,secret,secrets,token,keychain-db,env}',
  '/**/*.{tfstate,tfvars,pem,p12,pfx,kdbx,keystore,jks}.*',
  '/**/{*_rsa,*_dsa,*_ecdsa,*_ed25519,authorized_keys,known_hosts,krb5cc*}',
  '/**/{.secrets,secrets,.vault,.age,.sops,.password-store,Keychains,keyrings,.mozilla,.terraform.d}/**',
  '/**/{wp-config.php,local.settings.json,database.yml,settings-security.xml,NuGet.Config,gradle.properties.local,.m2/settings.xml,.gem/credentials,.cargo/credentials*,.composer/auth.json,.bundle/config}',
];

/** An example of one. */
export const WITHOUT_SECRETS = '.env.{example,sample,template}';

/** Programs act on these without being told: hooks, start-up files, settings of agents and editors, CI. */
const GUARDED = [
  '/**/.git/**',
  '/**/{.gitconfig,.gitmodules,.gitattributes}',
  '/**/.{bashrc,bash_profile,bash_login,bash_logout,profile,zshrc,zshenv,zprofile,zlogin,inputrc,tmux.conf,vimrc}',
  '/**/.{husky,githooks,circleci,buildkite,woodpecker,ci}/**',
  '/**/.github/{workflows,actions}/**',
  '/**/{.gitlab-ci.yml,.travis.yml,.drone.yml,azure-pipelines.yml,bitbucket-pipelines.yml,Jenkinsfile}',
  '/**/{.pre-commit-config.yaml,lefthook.yml,.lefthook.yml}',
  // From the working directory: an agent's own worktrees may lie below such a directory.
  '**/.{claude,codex,gemini,cursor,continue}/**',
  '/**/{.mcp.json,.claude.json,.aider.conf.yml}',
  '/**/.{vscode,idea,devcontainer}/**',
  '{CLAUDE,CLAUDE.local,AGENTS,AGENT,GEMINI,QWEN,WARP,CRUSH,CONVENTIONS,copilot-instructions}.md',
  '{pip.conf,pip.ini,sitecustomize.py,usercustomize.py,*.pth,*.desktop,*.code-workspace,mise.toml,mise.*.toml,lefthook.*,appveyor.yml,cloudbuild.yaml,buildspec.yml,crontab,authorized_keys,Brewfile,autorun.inf}',
  '**/node_modules/**',
  '**/{venv,env,virtualenv}/{bin,Scripts,lib,lib64}/**',
  '**/vendor/bin/**',
  '**/{site-packages,dist-packages,__pypackages__}/**',
  '**/{git,jj,hg}-hooks/**',
];

/** Made anew by the next build or test run. */
const BUILT =
  'build,dist,out,coverage,target,htmlcov,storybook-static,test-results,playwright-report,.next,.nuxt,.output,.turbo,.nyc_output,.pytest_cache,.mypy_cache,.ruff_cache,.parcel-cache,.svelte-kit,.vite,.angular,.eslintcache,.hypothesis,.tox,.nox,__pycache__';

/** Hidden files that no program runs: what to leave out, how to format, which version, what was found last time. */
const HIDDEN_BUT_PLAIN = [
  '.{gitignore,gitkeep,keep,dockerignore,npmignore,prettierignore,eslintignore,stylelintignore,helmignore,vscodeignore,gcloudignore,nojekyll,ignore,rgignore,fdignore,cursorignore}',
  '.{editorconfig,nvmrc,node-version,python-version,ruby-version,java-version,terraform-version,browserslistrc,clang-format,yamllint,yamllint.yml,hadolint.yaml,markdownlint.json,markdownlint.yaml,swiftlint.yml,rustfmt.toml,shellcheckrc,gitmessage,mailmap}',
  '.{eslintcache,stylelintcache,coverage,coverage.*,tsbuildinfo,DS_Store}',
  '**/.{next,nuxt,output,turbo,nyc_output,pytest_cache,mypy_cache,ruff_cache,parcel-cache,svelte-kit,vite,cache,tmp,temp,changeset,hypothesis,tox,nox,docz,docusaurus,astro}/**',
  '**/.github/{ISSUE_TEMPLATE/**,PULL_REQUEST_TEMPLATE/**,*.md,dependabot.yml}',
  '**/node_modules/.cache/**',
];

/** Outside of the working directory only these may be read by commands: anybody may know what stands there. */
const PUBLIC = [
  '/etc/{os-release,lsb-release,issue,hostname,hosts,resolv.conf,timezone,localtime,debian_version,alpine-release,redhat-release,fedora-release,services,protocols,shells,mime.types,locale.gen,locale.conf}',
  '/usr/{share,include,lib,lib64,local/share,local/include,local/lib,src,bin,local/bin}/**',
  '/proc/{cpuinfo,meminfo,version,loadavg,uptime,stat,mounts,filesystems,swaps,diskstats,partitions,vmstat}',
  '/proc/sys/{kernel,vm,fs,net}/**',
  '/sys/{class,devices,block,fs/cgroup}/**',
  '/tmp/*.{log,txt,out,err,json,md,diff,patch,html,csv,xml,yml,yaml,sql,js,ts,py}',
  '/dev/{null,zero,stdin,fd/*,urandom,random,tty}',
];

const SEARCH_AND_READ = 'Read NotebookRead Grep Glob LS ReadTree';

export const FILES: readonly Line[] = [
  ...paths(['write-nowhere', 'allow', 'Thrown away or shown, not kept'], 'Write', [
    '/dev/{null,stdout,stderr,tty}',
    '/dev/fd/*',
  ]),
  ...paths(['env-example', 'allow', 'An example of a file with secrets, without them'], 'Bash', [
    `/**/${WITHOUT_SECRETS}`,
  ]),
  ...paths(['env-example-inside', 'allow', 'An example of a file with secrets, without them'], 'Read Write', [
    WITHOUT_SECRETS,
  ]),
  ...paths(['secret', 'ask', 'May hold secrets, or be a way to the network'], '*', SECRETS),
  ...paths(['built-cache', 'allow', 'Made anew by the next build or test run'], 'Write Delete DeleteTree', [
    '**/node_modules/.cache/**',
  ]),
  ...paths(['guarded', 'ask', 'Programs act on this file without being told'], 'Write', GUARDED),
  ...paths(['delete-built', 'allow', 'Made anew by the next build or test run'], 'Delete DeleteTree', [
    `{${BUILT}}`,
    `{${BUILT}}/**`,
  ]),
  ...paths(['delete-tree', 'ask', 'Deletes a directory with all that is in it'], 'DeleteTree', ['/**']),
  ...paths(['plain-hidden', 'allow', 'A hidden file that no program runs'], 'Write Delete', HIDDEN_BUT_PLAIN),
  ...paths(['hidden', 'ask', 'A hidden file, which programs may act on without being told'], 'Write', [
    '.*',
    '**/.*/**',
  ]),
  ...paths(['delete-inside', 'allow', 'Deletes a file in the working directory'], 'Delete', ['**']),
  ...paths(['write-inside', 'allow', 'Writes in the working directory'], 'Write', ['**']),
  ...paths(['read-inside', 'allow', 'Reads in the working directory'], SEARCH_AND_READ, ['**']),
  ...paths(['command-reads', 'allow', 'A file that a command only reads'], 'Bash', ['**', ...PUBLIC]),
  ...paths(['command-lists', 'allow', 'Names and sizes of files'], 'List', ['/**']),
  ...paths(['command-reads-outside', 'ask', 'Reads outside the working directory'], 'Bash', ['/**']),
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
