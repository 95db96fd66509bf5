/** What the values of options and operands may be. */
import { isLiteral, type Value } from '../shell/value';
import { isGoal, isScriptName, isSession } from './script-names';
import { file, type Call } from './types';

type Check = (call: Call, value: Value) => boolean;

const like =
  (pattern: RegExp): Check =>
  (_, value) =>
    isLiteral(value) && pattern.test(value.text);
const unlike =
  (pattern: RegExp): Check =>
  (_, value) =>
    isLiteral(value) && !pattern.test(value.text);

function uses(use: 'ReadTree' | 'Bash' | 'List' | 'Write' | 'DeleteTree'): Check {
  return (call, value) => {
    if (value.text === '-' && use !== 'Write') return true;
    // Many programs read more words from a file that is named so.
    if (value.text.startsWith('@')) return false;
    // An address to listen on.
    if (/^(\d+\.){3}\d+/.test(value.text)) return false;
    file(call, use, value);
    // `name=/x`, `name:/x`: what stands behind may be a place of its own.
    for (const text of value.text.split(/[=,:]/).slice(1))
      if (text !== '') file(call, use, { ...value, text });
    return true;
  };
}
const [written, readIn] = [uses('Write'), uses('ReadTree')];
const both =
  (check: Check, also: Check): Check =>
  (call, value) =>
    check(call, value) && also(call, value);

const KUBE =
  'all|pods|pod|po|deployments|deployment|deploy|services|service|svc|nodes|node|no|namespaces|namespace|ns|ingress|ingresses|ing|jobs|job|cronjobs|cronjob|cj|statefulsets|statefulset|sts|daemonsets|daemonset|ds|replicasets|rs|events|ev|pvc|pv|hpa|endpoints|ep|crd|crds|storageclass|sc|quota';
const CMAKE =
  /^(CMAKE_BUILD_TYPE|CMAKE_EXPORT_COMPILE_COMMANDS|CMAKE_CXX_STANDARD|CMAKE_VERBOSE_MAKEFILE)(:\w+)?=\w+$|^[A-Z]\w*(:BOOL)?=(ON|OFF|TRUE|FALSE|YES|NO|0|1)$/;
const CONFIG =
  /(^|[./])[\w.-]*(config|tsconfig|rc)[\w.-]*\.(json|jsonc|js|cjs|mjs|ts|cts|mts|ya?ml|toml)$|(^|\/)\.\w+rc$/;
const HERE =
  /^(https?:\/\/)?(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)(:\d{1,5})?([/?][\w./?=&%+,~:;!-]*)?$/;
const GRADLE =
  /^(:?[\w-]+:)*(test|build|check|compileJava|compileKotlin|compileTestJava|compileTestKotlin|assemble|lint|lintDebug|jar|classes|testClasses|ktlintCheck|ktlintFormat|spotlessCheck|spotlessApply|detekt|dependencies|tasks|projects|javadoc|clean|bootJar|integrationTest|assembleDebug|testDebugUnitTest|checkstyleMain|jacocoTestReport|help|generateProto)$/;
const MAVEN =
  /^(test|it\.test|skipTests|skipITs|maven\.test\.skip|failIfNoTests|surefire\.failIfNoSpecifiedTests|checkstyle\.skip|spotbugs\.skip|style\.color)(=[\w.,*#!+$-]*)?$/;

/** By the names that stand in descriptions of programs; others are lists of words, separated by `|`. */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  /** Anything, as it names no file. */
  ['text', (_, value) => isLiteral(value)],
  /** A name without a slash. */
  ['word', like(/^[\w@+^%][\w.,:@%+*=^~-]*$/)],
  ['num', like(/^-?\d+(\.\d+)?$/)],
  ['size', like(/^\d+(\.\d+)?[a-zA-Z%]*$/)],
  /** A package of the project by its name, or by its directory. */
  ['workspace', both(like(/^@?\w[\w.-]*(\/[\w.-]+)*$/), readIn)],
  ['filter', unlike(/\.\.\/|^[/~]/)],
  ['port', like(/^((localhost|127\.0\.0\.1):)?\d{2,5}$/)],
  ['pkg', like(/^(@[\w.-]+\/)?[\w][\w.*-]*(@[\w.^~-]+)?$/)],
  /** `vendor/package`, or a package. */
  ['composerpkg', like(/^@?[\w.-]+(\/[\w.*-]+)?(@[\w.^~-]+)?$/)],
  /** A file or directory of the project. */
  ['in', readIn],
  /** A file that is only read, wherever it is. */
  ['read', uses('Bash')],
  /** Only its name is looked at. */
  ['list', uses('List')],
  /** A file or directory that is written. */
  ['out', written],
  /** A directory that is emptied before it is written. */
  ['cleared', uses('DeleteTree')],
  /** Go packages whose files are written. */
  [
    'packages',
    (call, value) => written(call, { ...value, text: value.text.replace(/\/?\.\.\.$/, '') || '.' }),
  ],
  /** `from:to`, or one file that is written. */
  ['pair', (call, value) => value.text.split(':').every((text) => written(call, { ...value, text }))],
  /** Packed or unpacked where it lies. */
  [
    'packed',
    (call, value) =>
      written(call, value) && written(call, { ...value, text: value.text.replace(/\.\w+$/, '') }),
  ],
  /** Settings in the project, under a name that is usual for them. */
  ['config', both(like(CONFIG), readIn)],
  ['dbfile', both(like(/\.(db|sqlite|sqlite3)$/), uses('Bash'))],
  ['schemacommand', like(/^\.(schema|tables|indexes|indices|databases)( \w+)?$/)],
  ['script', (_, value) => isLiteral(value) && isScriptName(value.text)],
  /** Environments of a test runner, separated by commas. */
  ['sessions', (_, value) => isLiteral(value) && value.text.split(/[, ]/).every(isSession)],
  ['target', (_, value) => isLiteral(value) && isGoal(value.text)],
  ['gradletask', like(GRADLE)],
  ['mavenset', like(MAVEN)],
  ['cmakeset', like(CMAKE)],
  ['goldflags', like(/^-[sw]( -[sw])*$|^(-[sw] )*-X [\w./-]+=[\w.+-]+$/)],
  ['covreport', like(/^(term|term-missing|xml|html|json|lcov|annotate)(:skip-covered)?$/)],
  ['switchedoff', like(/^no:[\w.-]+$/)],
  ['logger', like(/^(trx|console|html|junit)(;verbosity=\w+)?$/)],
  ['dockerformat', unlike(/env|secret/i)],
  ['image', like(/^[\w][\w.:/@-]*$/)],
  ['kuberesource', like(new RegExp(`^(${KUBE})(/[\\w.-]+)?(,(${KUBE}))*$`))],
  [
    'kubename',
    like(/^((pod|pods|po|deploy|deployment|job|sts|ds|svc|service|statefulset|daemonset)\/)?[\w.-]+$/),
  ],
  ['kubeoutput', like(/^(wide|name)$/)],
  ['repo', like(/^[\w.-]+(\/[\w.-]+)?$/)],
  ['branch', like(/^#?\w[\w./-]*$/)],
  /** A page of this machine. Its `?` may look like a pattern to the shell; what that could find is such a page too. */
  ['here', (_, { text, certainty }) => (certainty === 'literal' || certainty === 'glob') && HERE.test(text)],
  /** `@file` is read, `%output{file}` written. */
  ['curlformat', unlike(/^@|%output/)],
  ['curlheader', unlike(/^@/)],
  ['jq', unlike(/\benv\b|\$ENV|input|import|include|debug/)],
  ['yq', unlike(/load|env|input|system|eval|\$/)],
]);

export function isOf(call: Call, kind: string, value: Value): boolean {
  const check = CHECKS.get(kind);
  if (check) return check(call, value);
  return isLiteral(value) && kind.split('|').includes(value.text);
}
