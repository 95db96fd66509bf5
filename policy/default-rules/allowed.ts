/** Commands that only read, tools of the project's own, and git that neither rewrites history nor pushes. */
import { commands, type Line } from './line';

const READING = [
  '{cat,head,tail,wc,ls,stat,nl,tac,rev,paste,comm,cut,fold,expand,unexpand,column,od,hexdump,xxd,strings} *',
  '{readlink,realpath,cmp,diff,join,tsort,zcat,du,df,lsblk,grep,egrep,fgrep,rg,fd,tree,file,base64} *',
  '{md5,md5sum,sha1sum,sha224sum,sha256sum,sha384sum,sha512sum,shasum,b2sum,cksum,sum} *',
  '{jq,sort,uniq,sed,gsed,awk,gawk,mawk,nawk,find} *',
];

const ASKING_THE_MACHINE = [
  '{echo,printf,true,false,:,test,[,[[,sleep,seq,basename,dirname,pwd,date,cal,tr,which,whereis,type} *',
  '{whoami,id,uname,nproc,uptime,free,tty,groups,lscpu,locale,getconf,sw_vers,ps,pgrep,netstat} *',
  'command -{v,V} *',
  '{cd,wait,exit,return,break,continue,shift,set,clear} *',
  'export',
  '{node,npm,npx,pnpm,yarn,bun,deno,python,python3,pip,pip3,ruby,java,javac,go,rustc,cargo,gcc,g++,clang,cmake,make,git,docker,tsc,mvn,gradle,dotnet,php,perl,bash} --version',
  '{node,npm,python,python3,php,ruby} -{v,V}',
  'go version',
  '{npm,pnpm,yarn} {ls,list,why,root,prefix} *',
  '{pip,pip3} {list,show,freeze} *',
];

/** Names that scripts and targets of this kind have nearly everywhere. */
const SCRIPTS = 'test,lint,format,fmt,typecheck,type-check,check,compile,tsc,unit,e2e';
const JS_TOOLS =
  'jest,vitest,mocha,tsc,eslint,prettier,biome,stylelint,ava,playwright test,cypress run,svelte-check,vue-tsc';

const PROJECT_TOOLS = [
  '{npm,pnpm,yarn,bun} {test,t,tst} *',
  `{npm,pnpm,yarn,bun} run {build,${SCRIPTS}} *`,
  `{npm,pnpm,yarn,bun} run {${SCRIPTS}}:*`,
  `{yarn,pnpm} {build,${SCRIPTS}} *`,
  `{npx,bunx} {${JS_TOOLS}} *`,
  `{${JS_TOOLS}} *`,
  'node --test *',
  'cargo {build,b,check,c,test,t,clippy,fmt,bench,doc,nextest run,tree,metadata} *',
  'go {build,test,vet,fmt,list,doc} *',
  '{gofmt,rustfmt,clang-format} *',
  '{pytest,py.test,ruff,mypy,black,isort,flake8,pylint} *',
  '{python,python3} -m {pytest,unittest,mypy,ruff,black,isort,flake8,pylint,compileall} *',
  '{python,python3} -m json.tool',
  `{make,gmake,just} {all,build,${SCRIPTS},tests,vet}`,
  '{mvn,./mvnw} {test,compile,package,verify,test-compile,validate}',
  '{gradle,./gradlew} {test,build,check,compileJava,compileKotlin,assemble,lint}',
  'dotnet {test,build,format} *',
  'bundle exec {rspec,rubocop,standardrb} *',
  '{rspec,rubocop} *',
  'rake {test,spec}',
  'swift {build,test} *',
  'mix {test,format,compile} *',
  'deno {test,fmt,lint,check} *',
  'cmake --build {.,build,out}',
  'ctest *',
];

/** Options that would rewrite, force or run something make the program doubt a command; such a one is asked. */
const GIT = [
  'git {status,diff,log,show,blame,shortlog,describe,rev-parse,rev-list,ls-files,ls-tree,cat-file,merge-base} *',
  'git {name-rev,for-each-ref,count-objects,check-ignore,check-attr,grep,whatchanged,diff-tree,diff-index} *',
  'git {diff-files,show-ref,show-branch,cherry,range-diff,branch,tag,remote,reflog,worktree,config} *',
  'git {add,commit,switch,checkout,restore,reset,stash,fetch,pull,merge,cherry-pick,revert,mv,rm} *',
  'git {help,ls-remote,submodule,version,verify-commit,check-mailmap} *',
];

export const ALLOWED_COMMANDS: readonly Line[] = [
  ...commands(['read-command', 'allow', 'Only reads files'], READING),
  ...commands(['machine-command', 'allow', 'Only asks about the machine'], ASKING_THE_MACHINE),
  ...commands(
    ['project-tool', 'allow', "Builds, tests, checks or formats with the project's own tools"],
    PROJECT_TOOLS,
  ),
  ...commands(['git', 'allow', 'git that neither rewrites history nor pushes'], GIT),
];
