/** Settings of signing in by others: a header that a trusted proxy sets, or an OpenID provider. Both are off by default. */
import { z } from 'zod';
import { ROLES, type Role } from '../workflows/contracts/access';

const GROUPS = 'expected roles and groups like admin=ops,operator=dev';
const HEADER = 'expected the name of a header, like Tailscale-User-Login';

/** Group -> the role that it means; the highest counts. */
const roleGroups = z.string().transform((text, context): ReadonlyMap<string, Role> => {
  const pairs = text.split(',').map((pair) => /^\s*(\w+)\s*=\s*(\S(?:.*\S)?)\s*$/.exec(pair));
  const found = new Map<string, Role>();
  for (const pair of pairs) {
    const role = ROLES.find((one) => one === pair?.[1]);
    const group = pair?.[2];
    if (role === undefined || group === undefined) {
      context.addIssue({ code: 'custom', message: GROUPS });
      return z.NEVER;
    }
    if (ROLES.indexOf(role) > ROLES.indexOf(found.get(group) ?? 'viewer') || !found.has(group))
      found.set(group, role);
  }
  return found;
});
const headerName = z.string().regex(/^[A-Za-z][\w-]*$/, { error: HEADER });
const text = z.string().min(1);

export const SIGN_IN_SETTINGS = {
  ARCHITECT_PROXY_USER_HEADER: headerName
    .optional()
    .describe(
      'header in which a trusted proxy names who is signed in, like Tailscale-User-Login; unset = off',
    ),
  ARCHITECT_PROXY_GROUPS_HEADER: headerName
    .optional()
    .describe('header in which it names their groups, comma-separated'),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'expected an address like https://accounts.example.com' })
    .optional()
    .describe('address of an OpenID provider that people can sign in by; unset = off'),
  OIDC_CLIENT_ID: text.optional().describe('client id of the dashboard at the OpenID provider'),
  OIDC_CLIENT_SECRET: text.optional().describe('its client secret; unset = a public client'),
  OIDC_SCOPES: text.prefault('openid profile email').describe('what the OpenID provider is asked for'),
  OIDC_USER_CLAIM: text.prefault('email').describe('claim that names the user here'),
  OIDC_GROUPS_CLAIM: text.prefault('groups').describe('claim with the groups of the user'),
  ARCHITECT_ROLE_GROUPS: roleGroups
    .optional()
    .describe('groups at the proxy or OpenID provider that mean a role, such as admin=ops,operator=dev'),
  ARCHITECT_SIGN_IN_ROLE: z
    .enum([...ROLES, 'none'], { error: `expected one of ${ROLES.join(', ')}, or none` })
    .prefault('viewer')
    .describe('role of who signs in so and is in none of those groups; none = they are refused'),
};

type Values = z.output<z.ZodObject<typeof SIGN_IN_SETTINGS>>;

export interface SignInConfig {
  /** Lower case. */
  readonly userHeader: string | undefined;
  readonly groupsHeader: string | undefined;
  readonly oidc:
    | {
        readonly issuer: string;
        readonly clientId: string;
        readonly clientSecret: string | undefined;
        readonly scopes: string;
        readonly userClaim: string;
        readonly groupsClaim: string;
      }
    | undefined;
  readonly roleGroups: ReadonlyMap<string, Role>;
  /** null: they are refused. */
  readonly defaultRole: Role | null;
}

export function signInConfig(values: Values): SignInConfig {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = values;
  return {
    userHeader: values.ARCHITECT_PROXY_USER_HEADER?.toLowerCase(),
    groupsHeader: values.ARCHITECT_PROXY_GROUPS_HEADER?.toLowerCase(),
    oidc:
      issuer === undefined || clientId === undefined
        ? undefined
        : {
            ...{ issuer, clientId, clientSecret: values.OIDC_CLIENT_SECRET, scopes: values.OIDC_SCOPES },
            ...{ userClaim: values.OIDC_USER_CLAIM, groupsClaim: values.OIDC_GROUPS_CLAIM },
          },
    roleGroups: values.ARCHITECT_ROLE_GROUPS ?? new Map<string, Role>(),
    defaultRole: values.ARCHITECT_SIGN_IN_ROLE === 'none' ? null : values.ARCHITECT_SIGN_IN_ROLE,
  };
}

/** The highest role that the groups mean; without any the default. null: none. */
export function roleOf(
  groups: readonly string[],
  { roleGroups: known, defaultRole }: SignInConfig,
): Role | null {
  const meant = groups.flatMap((group) => known.get(group) ?? []);
  return meant.toSorted((a, b) => ROLES.indexOf(b) - ROLES.indexOf(a))[0] ?? defaultRole;
}
