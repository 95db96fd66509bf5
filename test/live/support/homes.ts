/** Homes for agent programs in which they start without a question: a fake key, the model of the tests, no network. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Its last 20 characters are how Claude Code remembers that it may be used. */
const CLAUDE_KEY = `sk-ant-api03-${'0'.repeat(40)}`;

export interface AgentHome {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

/** @param dirs where Claude may work without asking whether it is trusted */
export function claudeHome(home: string, modelUrl: string, dirs: readonly string[]): AgentHome {
  mkdirSync(home, { recursive: true });
  const state = {
    hasCompletedOnboarding: true,
    lastOnboardingVersion: '2.1.330',
    theme: 'dark',
    numStartups: 20,
    customApiKeyResponses: { approved: [CLAUDE_KEY.slice(-20)], rejected: [] },
    projects: Object.fromEntries(dirs.map((dir) => [dir, { hasTrustDialogAccepted: true }])),
  };
  writeFileSync(join(home, '.claude.json'), JSON.stringify(state));
  const env = {
    HOME: home,
    ANTHROPIC_API_KEY: CLAUDE_KEY,
    ANTHROPIC_BASE_URL: modelUrl,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
  };
  // Its default mode would have a model decide what a person should be asked.
  return { command: 'claude --permission-mode manual', env };
}

/** A Claude that logs in with a subscription's token, as far as it can tell: usage limits are shown to those only. */
export function subscribed({ command, env }: AgentHome): AgentHome {
  const { ANTHROPIC_API_KEY: _key, ...rest } = env as Record<string, string>;
  return { command, env: { ...rest, CLAUDE_CODE_OAUTH_TOKEN: `sk-ant-oat01-${'0'.repeat(95)}AA` } };
}

export function codexHome(home: string, modelUrl: string, dirs: readonly string[]): AgentHome {
  mkdirSync(join(home, '.codex'), { recursive: true });
  const config = [
    'model = "gpt-6-sol"',
    'model_provider = "test"',
    'approval_policy = "on-request"',
    'sandbox_mode = "workspace-write"',
    'check_for_update_on_startup = false',
    '[model_providers.test]',
    'name = "test"',
    `base_url = "${modelUrl}/v1"`,
    'env_key = "OPENAI_API_KEY"',
    'wire_api = "responses"',
    '[analytics]',
    'enabled = false',
    ...dirs.flatMap((dir) => [`[projects.${JSON.stringify(dir)}]`, 'trust_level = "trusted"']),
  ];
  writeFileSync(join(home, '.codex', 'config.toml'), `${config.join('\n')}\n`);
  // Without that flag a daemon outlives the terminal.
  return { command: 'codex --no-daemon', env: { HOME: home, OPENAI_API_KEY: 'sk-test-0000' } };
}
