/** Who may do what: scopes, each a kind of operation, and the roles, which are sets of them. */

/** Each with what it opens. The operations of the API name the one that they need (`access` in api/http/operation.ts). */
export const SCOPE_MEANINGS = {
  read: 'see everything but values of secrets and who asked for what',
  'monitor:read': 'see the monitor; who has read may as well',
  'metrics:read': 'read the figures for Prometheus',
  'logs:read': 'read the log files of the server',
  'prompts:write':
    'queue, change, cancel and retry prompts, templates and recurring prompts; pause the queue',
  'sessions:write': 'make, describe, take over and end sessions',
  'terminals:type': 'type keys into terminals',
  'files:write': 'commit, discard and bring back files in the directories of sessions',
  'dialogs:decide': 'answer dialogs; set the modes and the switch of automatic confirmation',
  'tasks:write': 'run, cancel and retry background tasks',
  'plans:write': 'make, change, approve and override plans and their tasks',
  'work:write': 'projects, features, bugs, milestones, GitHub, improvements, reported errors',
  'models:use': 'ask language models, close their breakers',
  'alerts:write': 'acknowledge and mute alerts, try channels, send text messages',
  'secrets:read': 'read values of secrets, and who read them',
  'secrets:write': 'make, change and remove secrets',
  'engine:write': "change workflows in Temporal's Web UI",
  'rules:write': 'change the rules of automatic confirmation and the trusted directories',
  'budgets:write': 'set, change and remove budgets',
  'system:write': 'schedules, the spreadsheet, backups, maintenance, the key of the vault',
  'audit:read': 'see who asked for what',
  'access:write': 'users and tokens',
  'hosts:write': 'let other machines join with their terminals, and remove them',
} as const;

export type Scope = keyof typeof SCOPE_MEANINGS;
export const SCOPES = Object.keys(SCOPE_MEANINGS) as [Scope, ...Scope[]];

export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const VIEWER: readonly Scope[] = ['read', 'monitor:read', 'metrics:read'];
const ADMIN_ONLY: readonly Scope[] = [
  ...(['rules:write', 'budgets:write', 'system:write'] as const),
  ...(['audit:read', 'access:write', 'hosts:write'] as const),
];

/** What each role may do: the next one may do all that the one before it may. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: VIEWER,
  operator: SCOPES.filter((scope) => !ADMIN_ONLY.includes(scope)),
  admin: SCOPES,
};

/** Those scopes with what is part of them: who sees everything sees the monitor. */
export const withIncluded = (scopes: readonly Scope[]): readonly Scope[] =>
  scopes.includes('read') ? [...scopes, 'monitor:read'] : scopes;

/** The lowest role that may do what needs that scope. */
export const roleFor = (scope: Scope): Role =>
  ROLES.find((role) => ROLE_SCOPES[role].includes(scope)) ?? 'admin';

/** How users prove who they are: a password kept here, a header of a trusted proxy, an OpenID provider. */
export const USER_SOURCES = ['password', 'proxy', 'oidc'] as const;
export type UserSource = (typeof USER_SOURCES)[number];

/** The machine's own token, as the record names it. */
export const MACHINE = 'api-token';
/** Who changes work items as the issues of a repository say, as the record names it. */
export const GITHUB = 'github';
/** Names of the record that no user may have, in lower case. All others have a character that names of users lack. */
export const NO_USERS: readonly string[] = [MACHINE, GITHUB];
/** How the record names a token; no user has a name like that. */
export const tokenActor = (name: string): string => `token:${name}`;
