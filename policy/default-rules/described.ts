/**
 * Commands whose every word is described (`programs/tools`): a word that isn't makes the command doubtful, and a
 * doubtful command fits none of these rules. Some stand before rules that ask about the whole program.
 */
import { DESCRIBED } from '../programs/tools';
import { commands, type Line } from './line';

export const EXCEPTIONS: readonly Line[] = [
  ...commands(
    ['tool-run', 'allow', "Runs a tool of the project's own"],
    [
      '{pnpm,npm} exec *',
      '{uv,poetry,pdm,pipenv,rye,hatch} run *',
      '{bundle,composer} exec *',
      'hatch {test,fmt,version,status} *',
    ],
  ),
  ...commands(
    ['tool-reads', 'allow', 'Only asks a package manager or a service what there is'],
    [
      '{npm,pnpm,yarn,bun} {ls,list,outdated,audit,view,info,show,why,explain,help,config,get,query,search,pack,pkg,fund,doctor,ping,root,prefix,bin,licenses,store,pm} *',
      '{pip,pip3} {list,show,freeze,check,index,help,debug,--version,-V} *',
      'python{,3} -m pip {list,show,freeze,check,index,help,--version} *',
      '{uv,poetry} {pip,tree,lock,version,self,python,tool,cache,show,check,about,env,--version,-V} *',
      '{conda,gem,brew,apt,apt-cache,dpkg,dpkg-query,rpm} {list,info,search,show,policy,env,outdated,deps,leaves,config,doctor,uses,ls,which,environment,specification,dependency,contents,--version,--prefix,-v} *',
      '{dpkg,dpkg-query,rpm} -{l,L,s,S,W,q,a,qa,qi,ql} *',
      '{docker,podman} {ps,images,version,info,stats,logs,port,top,diff,history,image,container,volume,network,system,context,buildx,compose,--version,-v} *',
      'docker-compose {ps,logs,top,images,port,ls,version,--version} *',
      'docker-compose {-f,--file,-p} *',
      'kubectl {get,describe,logs,top,version,api-resources,api-versions,cluster-info,explain,config,rollout,auth,events,-n,--context} *',
      '{terraform,tofu} {plan,validate,fmt,version,providers,graph,workspace,state,-chdir*,-version} *',
      'helm {lint,template,list,ls,status,version,history,search} *',
      'gh {pr,issue,run,workflow,release,repo,search,label,cache,auth,status,version,help,--version} *',
      'systemctl {status,is-active,is-enabled,is-failed,list-units,list-timers,list-unit-files,list-sockets,--user,--no-pager,--version} *',
      'crontab -l',
    ],
  ),
  ...commands(['local-page', 'allow', 'Reads a page of this machine'], ['{curl,wget} *']),
  ...commands(['runnable', 'allow', 'Makes a file of the project runnable'], ['chmod *']),
  ...commands(
    ['activate', 'allow', "Uses the project's own Python from here on"],
    ['{source,.} {,./}{.venv,venv,env}/bin/activate'],
  ),
];

/** Named above or in other lists, with what of them is allowed; or not for every use. */
const ELSEWHERE = new Set(
  'docker podman docker-compose kubectl terraform tofu helm gh systemctl curl wget pip pip3 uv poetry pdm pipenv rye hatch conda gem brew apt apt-cache dpkg dpkg-query rpm top unzip'.split(
    ' ',
  ),
);
/** So many fit a pattern. */
const CHUNK = 40;
const names = Object.keys(DESCRIBED).filter((name) => !ELSEWHERE.has(name));
const chunks = Array.from({ length: Math.ceil(names.length / CHUNK) }, (_, index) =>
  names.slice(index * CHUNK, (index + 1) * CHUNK),
);

export const DESCRIBED_COMMANDS: readonly Line[] = [
  ...commands(
    ['described', 'allow', 'Builds, tests, checks or only reads, with words that are all known'],
    chunks.map((each) => `{${each.join(',')}} *`),
  ),
  ...commands(
    ['described-more', 'allow', 'Builds, tests, checks or only reads, with words that are all known'],
    [
      '{make,gmake,just,task} *',
      '{tar,bsdtar,gtar} *',
      '{python,python2,python3,node,nodejs,php,perl,ruby} *',
      '{bash,sh,zsh,dash,ksh} {-n,--version} *',
      'top -{b,l} *',
      'unzip -{l,v,t,p,Z} *',
      'read *',
      'env',
      'printenv *',
    ],
  ),
];
