/** What is never done, and what is asked with a word of explanation. */
import { commands, paths, type Line } from './line';

export const NEVER: readonly Line[] = [
  ...paths(
    ['never-delete-system', 'deny', 'Would delete the whole disk or a part of the system'],
    'DeleteTree',
    [
      '/',
      '/*',
      '/{bin,boot,dev,etc,home,lib,lib64,opt,root,sbin,srv,sys,usr,var,Applications,Library,System,Users}/[*]',
    ],
  ),
  ...paths(['never-delete-home', 'deny', 'Would delete the whole home directory'], 'DeleteTree', [
    '~',
    '~/[*]',
  ]),
  ...paths(['never-write-device', 'deny', 'Would overwrite a disk or the memory of the machine'], 'Write', [
    '/dev/{sd,hd,vd,xvd,nvme,mmcblk,disk,rdisk,dm-,md,loop,nbd}*',
    '/dev/{mem,kmem,port}',
    '/dev/{mapper,disk}/**',
  ]),
  ...commands(
    ['never-erase-disk', 'deny', 'Would erase a disk'],
    ['mkfs *', 'mkfs.*', 'mke2fs *', 'mkswap *', 'wipefs *', 'blkdiscard *'],
  ),
];

export const ASKED_COMMANDS: readonly Line[] = [
  ...commands(['piped-to-interpreter', 'ask', 'Runs what comes through a pipe or from a file'], ['| *']),
  ...commands(
    ['privilege', 'ask', 'Runs with the rights of another user'],
    ['{sudo,su,doas,pkexec,runuser} *'],
  ),
  ...commands(
    ['publish', 'ask', 'Publishes or sends to a place others can see'],
    [
      'git push *',
      '{npm,pnpm,yarn,bun,cargo} publish *',
      'yarn npm publish *',
      'docker push *',
      'gh {release,pr,issue,api,gist,repo,workflow,secret} *',
      'twine *',
      'gem push *',
      'mvn {deploy,release:perform,release:prepare}',
      'dotnet nuget push *',
    ],
  ),
  ...commands(
    ['kill-by-name', 'ask', 'Ends programs by their name'],
    ['{pkill,killall,killall5,skill,fuser} *'],
  ),
  ...commands(['kill', 'ask', 'Ends programs'], ['kill *']),
  ...commands(
    ['network', 'ask', 'Uses the network, where what it sends can be read'],
    ['{curl,wget,http,https,nc,ncat,netcat,telnet,ftp,sftp,scp,rsync,ssh,socat} *'],
  ),
  ...commands(
    ['install', 'ask', 'Installs packages, which run programs of others'],
    [
      '{npm,pnpm,yarn,bun} {i,install,add,ci,update,upgrade,dlx,create,exec,x} *',
      '{pip,pip3,pipx,uv,poetry,conda,gem,brew,apt,apt-get,dnf,yum,apk,pacman,snap} *',
      'python{,3} -m pip *',
      '{cargo,go} install *',
      'go get *',
    ],
  ),
  ...commands(
    ['rights', 'ask', 'Changes owners or rights of files'],
    ['{chmod,chown,chgrp,setfacl,chattr} *'],
  ),
  ...commands(
    ['machine', 'ask', 'Changes the machine or its services'],
    [
      '{dd,crontab,at,systemctl,service,launchctl,mount,umount,shutdown,reboot,halt,poweroff,iptables,sysctl} *',
    ],
  ),
  ...commands(
    ['cloud', 'ask', 'Changes containers, clusters or accounts'],
    [
      '{docker,docker-compose,podman,kubectl,helm,terraform,tofu,pulumi,aws,gcloud,az,ansible,ansible-playbook,heroku,vercel,netlify,fly,flyctl,wrangler,firebase} *',
    ],
  ),
  ...commands(
    ['git-history', 'ask', 'Rewrites history or throws changes away'],
    [
      'git {rebase,filter-branch,filter-repo,clean,gc,prune,update-ref,replace} *',
      'git stash {drop,clear} *',
      'git reflog {expire,delete} *',
    ],
  ),
  ...commands(['source', 'ask', 'Runs a script in the shell itself'], ['source *', '. *']),
];
