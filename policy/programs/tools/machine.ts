/** The machine's processes, files and network, as far as they are only looked at; and archives. */
import type { Spec } from '../spec';

const BAT: Spec = {
  options:
    '-p --plain -n --number --style:word --paging:never --color:word -l:word --language:word -r:text --line-range:text',
  operands: 'read',
};

export const MACHINE: Readonly<Record<string, Spec>> = {
  lsof: {
    options:
      '-i:text? -n -P -p:text -t -a -u:word -c:word -l -s:text? -sTCP:text? -iTCP:text? -iUDP:text? -w -R -v -h -F:word?',
    operands: 'in',
  },
  ss: {
    options:
      '-t -u -l -n -p -a -e -m -i -s -4 -6 -r -o -x -w -H --listening --numeric --tcp --udp --all --processes --summary --no-header',
    operands: 'text',
  },
  netstat: {
    options:
      '-t -u -l -n -p -a -e -r -i -s -4 -6 -v -W -f:word -c --tcp --udp --listening --numeric --all --programs',
  },
  pgrep: {
    options:
      '-f -l -a -x -n -o -c -i -u:word -U:word -P:num -t:word -v -d:text --full --list-name --list-full --exact --newest --oldest --count',
    operands: 'text',
  },
  pidof: { options: '-s -x', operands: 'word' },
  pstree: { options: '-p -a -u -s -h -l -n -g -A -U', operands: 'word' },
  top: { options: '-b -n:num -l:num -o:word -pid:num -p:num -H -c -d:num -w:num -u:word -s:num -1' },
  vmstat: { options: '-s -w -a -m -S:word', operands: 'num' },
  iostat: { options: '-x -d -c -m -k -h', operands: 'text' },
  lsmod: {},
  lsusb: { options: '-t' },
  lspci: { options: '-k -nn -v' },
  arch: {},
  hostname: { options: '-f -s -i -I -d --fqdn --short' },
  hostnamectl: { operands: 'status' },
  timedatectl: { operands: 'status' },
  ip: {
    options: '-4 -6 -br -brief -c -color -s -o -j -json -d',
    subs: {
      'addr a address link l route r neigh rule': { operands: 'show|list|ls|dev|lo|eth0|en0|wlan0|get' },
    },
  },
  ifconfig: { options: '-a', operands: 'lo|lo0|eth0|en0|en1|wlan0' },
  ping: {
    options: '-c:num -W:num -w:num -i:num -q -n -4 -6 -t:num',
    operands: 'localhost|127.0.0.1|::1|1.1.1.1|8.8.8.8',
  },
  who: { options: '-a -b -q -H' },
  w: { options: '-h -s -f' },
  last: { options: '-n:num -NUM', operands: 'reboot' },
  ulimit: { options: '-a -n -s -u -c -v -f -H -S' },
  umask: { options: '-S' },
  jobs: { options: '-l -p -r -s' },
  'nvidia-smi': { options: '-L -l:num --list-gpus --query-gpu:text --format:text -q' },
  systemctl: {
    options: '--no-pager --user --all -a --type:word -t:word --state:word --failed -n:num -l',
    subs: {
      'status is-active is-enabled is-failed list-units list-timers list-unit-files list-sockets': {
        options: '--no-pager --user --all -a --type:word -t:word --state:word -n:num -l --failed',
        operands: 'word',
      },
    },
  },
  journalctl: {
    options:
      '-u:word --unit:word -n:num --lines:num --no-pager -f --follow -e -x -r --reverse --since:text --until:text -b -k -p:word --priority:word --user -o:short|json|cat|short-iso|short-precise -t:word --disk-usage --list-boots -xe -q',
  },
  brew: {
    subs: {
      'list ls info search outdated deps leaves config doctor uses': {
        options: '--formula --cask --versions -1 --json --tree --installed -v',
        operands: 'pkg',
      },
    },
  },
  apt: {
    options: '-a',
    subs: {
      'list search show policy': { options: '--installed --upgradable -a --names-only', operands: 'pkg' },
    },
  },
  'apt-cache': {
    subs: { 'search show policy depends rdepends madison': { options: '-n --names-only', operands: 'pkg' } },
  },
  dpkg: {
    options:
      '-l:pkg? -L:pkg -s:pkg -S:text --list --listfiles:pkg --status:pkg --get-selections --print-architecture --version',
    operands: 'pkg',
  },
  'dpkg-query': { options: '-W -l -s -L -f:text', operands: 'pkg' },
  rpm: { options: '-q -a -qa -qi -ql --version', operands: 'pkg' },
  tmux: {
    options: '-V -L:word',
    subs: { 'ls list-sessions list-windows lsw list-panes lsp': { options: '-a -s -t:word' } },
  },
  apropos: { operands: 'word' },
  whatis: { operands: 'word' },
  help: { operands: 'word' },
  factor: { operands: 'num' },
  expr: { operands: 'text' },
  bc: { options: '-l -q' },
  nslookup: { operands: 'localhost' },
  dig: { operands: 'localhost' },
  tput: { operands: 'cols|lines|colors|sgr0|bold|setaf|setab|reset|num num' },
  stty: { operands: 'size|-a', options: '-a' },
  mktemp: { options: '-d -q -u --directory --quiet' },
  mkfifo: { operands: 'out' },
  truncate: { options: '-s:size --size:size -c', operands: 'out' },
  split: {
    options:
      '-l:num -b:size -n:text -d -a:num --lines:num --bytes:size --numeric-suffixes --additional-suffix:word',
    operands: 'read out',
  },
  csplit: { options: '-f:word -n:num -s -z', operands: 'read text' },
  dos2unix: { options: '-q -k', operands: 'out' },
  unix2dos: { options: '-q -k', operands: 'out' },
  iconv: {
    options: '-f:word -t:word --from-code:word --to-code:word -c -l --list -o:out --output:out',
    operands: 'read',
  },
  fmt: { options: '-w:num -s -u -t -c', operands: 'read' },
  pr: { options: '-t -n -l:num -w:num -NUM', operands: 'read' },
  shuf: { options: '-n:num -e -i:text -r -z --head-count:num -o:out --output:out', operands: 'read' },
  numfmt: { options: '--to:word --from:word --field:num --suffix:word --padding:num', operands: 'text' },
  yes: { operands: 'text' },
  gzip: {
    options:
      '-k -c -d -f -l -t -v -1 -2 -3 -4 -5 -6 -7 -8 -9 --keep --stdout --list --test --best --fast --decompress --verbose',
    operands: 'packed',
  },
  gunzip: { atLeast: 1, options: '-k -c -f -l -t -v --keep --stdout --list --test', operands: 'packed' },
  bzip2: { options: '-k -c -d -f -t -v -1 -9 --keep --stdout', operands: 'packed' },
  bunzip2: { options: '-k -c -f -t -v', operands: 'packed' },
  xz: {
    options: '-k -c -d -f -l -t -v -T:num -0 -1 -2 -3 -4 -5 -6 -7 -8 -9 -e --keep --stdout --list',
    operands: 'packed',
  },
  unxz: { options: '-k -c -f -t -v', operands: 'packed' },
  zstd: { options: '-k -c -d -f -l -t -v -T:num -q -1 -3 -9 -19 -o:out', operands: 'packed' },
  unzip: { atLeast: 1, options: '-l -v -Z -t -p -z -q -1', operands: 'read text' },
  zipinfo: { options: '-1 -h -t -v -l', operands: 'read text' },
  zip: { options: '-r -q -9 -0 -1 -j -x:text -u -X -v -y', operands: 'out in' },
  nm: { options: '-g -D -C -u -n -S -a --defined-only', operands: 'read' },
  otool: { options: '-L -h -l', operands: 'read' },
  objdump: { options: '-d -t -h -x -p -s -S -C -f', operands: 'read' },
  readelf: { options: '-a -h -l -S -s -d -n -e -r -W', operands: 'read' },
  size: { options: '-A -B -t', operands: 'read' },
  openssl: {
    subs: {
      version: { options: '-a -v' },
      'sha256 md5 dgst': { oneDash: true, options: '-sha256 -sha1 -sha512 -md5 -r', operands: 'read' },
      rand: { oneDash: true, options: '-hex -base64', operands: 'num' },
    },
  },
  uuidgen: { options: '-r -t' },
  xmllint: { options: '--noout --format --xpath:text --schema:in', operands: 'in' },
  yq: {
    options:
      '-r -o:json|yaml|props|csv|xml -p:json|yaml|xml|props|csv -P -e -M -C -N --unwrapScalar --prettyPrint --raw-output --output-format:word --no-colors',
    operands: 'yq read',
  },
  htmlq: { options: '-t --text -a:word --attribute:word -p', operands: 'text' },
  batcat: BAT,
  bat: BAT,
  eza: {
    options:
      '-l -a -la -T -L:num -1 --tree --level:num --long --all --git --icons --sort:word -s:word -r -h --group-directories-first -I:text',
    operands: 'list',
  },
  exa: { options: '-l -a -T -L:num -1 --tree --level:num --long --all --git', operands: 'list' },
  ag: {
    elseHere: 2,
    options:
      '-i -l -c -n -w -Q -s -S -A:num -B:num -C:num -g:text -G:text --ignore:text --hidden --nocolor --nogroup',
    operands: 'text in',
  },
  ack: {
    elseHere: 2,
    options: '-i -l -c -w -Q -A:num -B:num -C:num -g:text --nocolor',
    operands: 'text in',
  },
  getent: { operands: 'hosts|passwd|group word' },
  locate: { options: '-i -c -l:num -n:num', operands: 'text' },
  code: { options: '--version' },
};
