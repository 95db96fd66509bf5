/**
 * Words of the policy.
 *
 * request   what an agent asks to do: one use of one tool.
 * rule      a row of `claude_patterns`; rules are ordered by `position`, the first that fits a part decides it.
 * part      one thing a request does: a simple command, a file it reads, changes or deletes, a page it fetches.
 * verdict   of a request: the most careful verdict of all its parts (deny > ask > allow); unknown = ask.
 */

/** From the least to the most careful. */
export const VERDICTS = ['allow', 'ask', 'deny'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * `command`: the pattern is compared with a simple command in normal form.
 * `path`: with a file, or with the host name of a page.
 * `any`: every use of the tool; the pattern is `*`.
 */
export const RULE_KINDS = ['command', 'path', 'any'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

export interface Rule {
  readonly id: string | number;
  /** Lower comes first. */
  readonly position: number;
  /** A provider (`claude`, `codex`, ...) or `*`. */
  readonly agent: string;
  /**
   * A tool's name, `*`, or a name with `*` in it (`mcp__github__*`). Of what shell commands do with files:
   * `Bash` = read, `List` = only see names and sizes (covered by `Bash`), `ReadTree` = read a whole directory, `Write` = create or change, `Delete`, `DeleteTree`.
   */
  readonly tool: string;
  readonly kind: RuleKind;
  readonly pattern: string;
  readonly verdict: Verdict;
  /** Why, for the person who reads the verdict. */
  readonly note: string;
  readonly enabled: boolean;
  /** Shipped with the program. */
  readonly builtin: boolean;
}

export interface Request {
  readonly agent: string;
  readonly tool: string;
  /** The command line of a shell tool. */
  readonly command?: string | undefined;
  /** The file of a file tool; the URL or host name of WebFetch. */
  readonly path?: string | undefined;
  /** Absolute path of the session's working directory. */
  readonly workingDir: string;
  /** Absolute path of the project around it: may be read and entered, not changed. */
  readonly projectRoot?: string | undefined;
  /** The agent's home directory. Without it `~` is a place outside the working directory. */
  readonly home?: string | undefined;
  /** Directories of the dashboard's own data, absolute: never read or changed without asking. */
  readonly own?: readonly string[] | undefined;
}

export interface Decision {
  readonly verdict: Verdict;
  /** Id of the rule that decided; a fixed name (see `reasons.ts`) where none did. */
  readonly ruleId: string | number;
  /** One sentence for a person. */
  readonly reason: string;
  /** The command, file or page that decided. */
  readonly evidence: string;
}

/** A rule that is to be kept. */
export type RuleDraft = Omit<Rule, 'id' | 'builtin'>;

/** What is wrong with a rule. */
export interface RuleFault {
  readonly field: keyof Rule;
  /** What is wrong and what to write instead. */
  readonly message: string;
}
