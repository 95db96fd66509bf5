/** Programs that fetch pages: only from this machine, and only reading. */
import { isLiteral } from '../shell/value';
import { described, vet, type Spec } from './spec';
import { doubtful, note, type Program } from './types';

const CURL: Spec = {
  options:
    '-s -S -f -L -i -I -v -k -N -4 -6 --silent --show-error --fail --fail-with-body --location --include --head --verbose --insecure --compressed --no-buffer --no-progress-meter -# --progress-bar --http1.1 --http2 -o:out --output:out -w:curlformat --write-out:curlformat -H:curlheader --header:curlheader -X:GET|HEAD|OPTIONS --request:GET|HEAD|OPTIONS -m:num --max-time:num --connect-timeout:num --retry:num --retry-delay:num --retry-max-time:num --retry-connrefused --retry-all-errors -A:word --url:here --version -V --create-dirs',
  operands: 'here',
};
const WGET: Spec = {
  options:
    '-q -S -nv -v -O:-|/dev/null --output-document:-|/dev/null --spider --quiet --no-verbose --server-response --timeout:num -T:num --tries:num -t:num --retry-connrefused --no-check-certificate --version -V',
  operands: 'here',
};

/** Without an output it would write a file of a name that the server chooses. */
const wget: Program = (call) => {
  const wrong = vet(call, call.args, WGET);
  const told = call.args.some(
    (value) => isLiteral(value) && /^-\w*O|^--(output-document|spider|version)|^-V$/.test(value.text),
  );
  const doubt = wrong ?? (told ? undefined : call.args[0]);
  note(call, 'plain', { doubt: doubt && doubtful('unknown-option', doubt) });
};

export const NETWORK: Readonly<Record<string, Program>> = {
  curl: described(CURL, true),
  wget,
};
