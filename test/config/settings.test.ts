/** Settings come from the environment, with their defaults; all that is wrong with them is told at once. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig, PROJECT_ROOT, settingsHelp } from '../../config';
import { settingsInForce } from '../../config/in-force';
import { settingFacts } from '../../config/settings';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

test('what is unset or empty has its default, as the type that is wanted', () => {
  const unset = loadConfig({});
  expect(unset).toMatchObject({
    ...{
      port: 8080,
      monitorPort: 8081,
      host: '127.0.0.1',
      user: 'architect',
      cookieSecure: false,
      tls: undefined,
    },
    ...{ dataDir: join(PROJECT_ROOT, 'data'), answerMaxBytes: 1024 * 1024, ownerTimeoutMs: 30_000 },
    ...{ milestoneScanAt: '04:00', allowedHosts: [], githubApiUrl: 'https://api.github.com' },
    tasks: { slots: 3, roots: [homedir()], logMaxBytes: 16 * 1024 * 1024 },
    temporal: { address: undefined, namespace: 'default', tls: false, port: 7233, uiPort: 8233 },
  });
  const empty = Object.fromEntries(settingFacts().map(({ name }) => [name, '']));
  expect(loadConfig(empty)).toEqual(unset);
});

test('what is set is converted', () => {
  const set = loadConfig({
    ...{ PORT: '0', SESSION_COOKIE_SECURE: 'on', ARCHITECT_ALLOWED_HOSTS: 'a.example, b.example,' },
    ...{ ARCHITECT_MILESTONE_SCAN: 'off', ARCHITECT_HOURS_PER_DAY: '7.5', ARCHITECT_TASK_ROOTS: '/srv,/opt' },
    ...{ GITHUB_API_URL: 'https://git.example/api/v3/', ARCHITECT_PASSWORD: 'one of our own' },
    TEMPORAL_UI_URL: 'https://temporal.example/ui/',
  });
  expect(set).toMatchObject({
    ...{ port: 0, cookieSecure: true, allowedHosts: ['a.example', 'b.example'], milestoneScanAt: null },
    ...{ hoursPerDay: 7.5, tasks: { roots: ['/srv', '/opt'] }, githubApiUrl: 'https://git.example/api/v3' },
    host: '0.0.0.0',
    temporal: { uiUrl: 'https://temporal.example/ui' },
  });
});

test('every fault is told at once, one sentence a setting, without what is secret', () => {
  const faults = faultsOf({
    ...{
      PORT: '99999',
      SECRET_KEY: 'too short',
      SESSION_COOKIE_SECURE: 'maybe',
      ARCHITECT_TASK_ROOTS: 'a,b',
    },
    ARCHITECT_NOTIFY_URL: 'ftp://key@example',
  });
  expect(faults.map((fault) => fault.split('=')[0])).toEqual([
    ...['PORT', 'SESSION_COOKIE_SECURE', 'SECRET_KEY', 'ARCHITECT_NOTIFY_URL', 'ARCHITECT_TASK_ROOTS'],
  ]);
  expect(faults[0]).toMatch(/^PORT="99999": .*65535.* \(port of the dashboard and the API\)$/);
  expect(faults.join('\n')).not.toMatch(/too short|key@example/);
});

test('each setting is in the help, with its default', () => {
  for (const { name, fallback, help } of settingFacts()) {
    expect(help).not.toBe('');
    expect(settingsHelp()).toContain(`  ${name.padEnd(26)} ${help}${fallback ? ` [${fallback}]` : ''}`);
  }
});

describe('text messages', () => {
  it('have numbers and quiet hours as they are written', () => {
    const { sms } = loadConfig({
      ...{ SMS_TO: '+15550000001, +15550000002', SMS_QUIET_HOURS: '22:30-7' },
      DIALPAD_BASE_URL: 'https://sandbox.dialpad.com/',
    });
    expect(sms).toMatchObject({
      ...{ to: ['+15550000001', '+15550000002'], quiet: { from: 22.5, to: 7 }, from: undefined },
      baseUrl: 'https://sandbox.dialpad.com',
    });
  });

  it.each([
    ['SMS_TO', '5551234'],
    ['SMS_TO', Array.from({ length: 11 }, (_, n) => `+155500000${10 + n}`).join()],
    ['DIALPAD_FROM_NUMBER', 'me'],
    ['SMS_QUIET_HOURS', '22'],
    ['SMS_QUIET_HOURS', '25-7'],
    ['DIALPAD_BASE_URL', 'dialpad.com'],
  ])('%s=%s is refused', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(name);
  });
});

describe('the address of a language model', () => {
  it('may have a path', () => {
    const { models } = loadConfig({ OPENAI_BASE_URL: 'http://localhost:11434/v1' });
    expect(models.openai.baseUrl).toBe('http://localhost:11434/v1');
  });

  it.each([
    'https://me:hidden@gateway.example',
    'https://gateway.example/?key=hidden',
    'https://a.example/#b',
  ])('%s is refused, without telling what it holds', (address) => {
    const load = (): unknown => loadConfig({ ANTHROPIC_BASE_URL: address });
    expect(load).toThrow(/ANTHROPIC_BASE_URL.*without a login/);
    expect(load).not.toThrow(/hidden/);
  });
});

test('what is in force is told with its source, and no secret with it', () => {
  const secrets = {
    ARCHITECT_PASSWORD: 'a password',
    SECRET_KEY: 'a key of sixteen characters',
    NTFY_TOKEN: 'a token',
    ARCHITECT_NOTIFY_URL: 'https://ntfy.example/a-topic',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=a header',
    OIDC_ISSUER: 'https://name:a-login@issuer.example',
  };
  const all = settingsInForce({ ...secrets, PORT: '9000', HOST: '', ARCHITECT_LOG_DIR: undefined });
  expect(all.map(({ name }) => name)).toEqual(settingFacts().map(({ name }) => name));
  const told = new Map(all.map((setting) => [setting.name, setting]));
  expect(told.get('PORT')).toMatchObject({ value: '9000', source: 'environment', secret: false });
  expect(told.get('MONITOR_PORT')).toMatchObject({ value: '8081', source: 'default', secret: false });
  expect(told.get('HOST')).toMatchObject({ value: null, source: 'default', secret: false });
  expect(told.get('GOOGLE_TOKEN_URL')?.value).toMatch(/^https:/);
  for (const name of Object.keys(secrets))
    expect(told.get(name)).toMatchObject({ value: null, source: 'environment', secret: true });
  expect(JSON.stringify(all)).not.toMatch(/a password|a key|a token|a-topic|a header|a-login/);
});
