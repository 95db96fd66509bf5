/** Names of files that a command prints, as another command gets them. */
import picomatch from 'picomatch';

export interface FoundNames {
  /** Directories below which they lie. */
  readonly dirs: readonly string[];
  /** Patterns that they fit; none where they may be any. */
  readonly only: readonly string[];
}

/** Some of each kind of name that files with secrets have. */
const SECRET =
  '.env .env.local prod.env id_rsa id_ed25519 server.key cert.pem a.p12 a.pfx a.kdbx a.jks .npmrc .netrc .pgpass .pypirc .envrc .git-credentials .bash_history credentials credentials.json secrets.json secrets.yml auth.json token api-token vault-key secret-key terraform.tfstate prod.tfvars .htpasswd master.key architect.db a.gpg a.asc a.ovpn service-account.json .claude.json kubeconfig password.txt'.split(
    ' ',
  );

/** With more stars, a pattern takes too long to be compared. */
const MAX_STARS = 5;

/** True where one of the patterns, or no pattern at all, fits a file with secrets. */
export function mayBeSecret(only: readonly string[]): boolean {
  if (only.length === 0) return true;
  return only.some((pattern) => {
    if (pattern.split('*').length > MAX_STARS + 1) return true;
    const fits = picomatch(pattern, { dot: true, nocase: true });
    return SECRET.some((name) => fits(name));
  });
}

/** The patterns that `find` compares names with; none where names that don't fit may be found too. */
export function namesOfFind(args: readonly string[]): readonly string[] {
  const patterns = args.flatMap((arg, index) => {
    const test = args[index - 1] ?? '';
    const negated = /^(!|-not)$/.test(args[index - 2] ?? '');
    return /^-i?name$/.test(test) && !negated ? [arg] : [];
  });
  const alternatives = args.filter((arg) => /^(-o|-or|,)$/.test(arg)).length;
  return patterns.length > alternatives ? patterns : [];
}

/** `'*.ts' 'src/*.js'`: patterns of names, where every word is one. */
export function namesOfPatterns(words: readonly string[]): readonly string[] {
  const names = words.filter((word) => !word.startsWith('-'));
  return names.every((name) => /[*?]\.\w+$|^[\w-]+\.\w+$/.test(name))
    ? names.map((name) => name.replace(/^.*\//, ''))
    : [];
}
