/** The channels of this installation, and which of them get which kind of alert. */
import type { AlertConfig } from '../../config/alert-settings';
import type { Store } from '../../store';
import {
  ALERT_CHANNELS,
  type AlertChannel,
  type AlertKind,
  type AlertPolicy,
} from '../../workflows/contracts/alerts';
import { DIALPAD_KEY } from '../../workflows/contracts/sms';
import { dialpadKey, missingForSms, type SmsSettings } from '../sms/settings';
import type { Channels } from './channel';
import { email } from './email';
import { ntfy } from './ntfy';
import { push, type PushStore } from './push';
import { pushKey } from './push-key';
import { slack } from './slack';
import { smsChannel } from './sms-channel';
import { webhook } from './webhook';

export interface ChannelSettings {
  readonly dataDir: string;
  readonly alerts: AlertConfig;
  readonly sms: SmsSettings;
}

const HOLDER = 'alerts';
const MS_A_SECOND = 1_000;

/** Costs money, so it is used where it is named only. */
const ONLY_IF_NAMED: ReadonlySet<AlertChannel> = new Set<AlertChannel>(['sms']);

/** Secrets are those of the settings, or of the same name in the vault, read when they are needed. */
export function channelsOf(
  { dataDir, alerts, sms }: ChannelSettings,
  store: Pick<Store, 'vault'> & PushStore,
): Channels {
  const { vault } = store;
  const isSet = (set: string | undefined, name: string): boolean =>
    set !== undefined || vault.find(name) !== undefined;
  const secret = (set: string | undefined, name: string): string | undefined =>
    set ?? (vault.find(name) && vault.valuesFor([name], HOLDER)[name]);
  const { ntfy: topic, email: mail, slackUrl, notifyUrl } = alerts;
  return {
    webhook: webhook(notifyUrl),
    ntfy: ntfy({ url: topic.url, token: () => secret(topic.token, 'NTFY_TOKEN') }),
    slack: slack(
      () => secret(slackUrl, 'SLACK_WEBHOOK_URL'),
      () => isSet(slackUrl, 'SLACK_WEBHOOK_URL'),
    ),
    email: email({
      settings: mail,
      hasPassword: () => isSet(mail.password, 'SMTP_PASSWORD'),
      password: () => (mail.user === undefined ? undefined : secret(mail.password, 'SMTP_PASSWORD')),
    }),
    push: push({
      ...{ store, key: () => pushKey(dataDir) },
      ...{ contact: mail.from, hosts: alerts.pushHosts },
    }),
    sms: smsChannel({
      settings: sms,
      missing: () => missingForSms(sms, { vault })?.replace(/^.*: set /, '') ?? null,
      key: () => dialpadKey(sms, { vault }),
    }),
  };
}

/** Whether an address of it is set; what else it needs is told when it is used. */
function isWanted({ alerts, sms }: ChannelSettings, hasSecret: (name: string) => boolean) {
  const { ntfy: topic, email: mail } = alerts;
  const wanted: Readonly<Record<AlertChannel, () => boolean>> = {
    webhook: () => alerts.notifyUrl !== undefined,
    ntfy: () => topic.url !== undefined,
    slack: () => alerts.slackUrl !== undefined || hasSecret('SLACK_WEBHOOK_URL'),
    email: () => mail.host !== undefined && mail.to.length > 0,
    // Nobody has to be asked for it: without a browser there is nobody to tell.
    push: () => true,
    sms: () => sms.to.length > 0 && (sms.apiKey !== undefined || hasSecret(DIALPAD_KEY)),
  };
  return (channel: AlertChannel): boolean => wanted[channel]();
}

export const alertPolicy =
  (settings: ChannelSettings) =>
  (hasSecret: (name: string) => boolean): AlertPolicy => {
    const { routes, dwellSeconds, cooldownSeconds, spacingMs } = settings.alerts;
    const wanted = isWanted(settings, hasSecret);
    return {
      // One that is named and not set up is tried all the same: its delivery says what is missing.
      channelsOf: (kind: AlertKind) =>
        routes[kind] ?? ALERT_CHANNELS.filter((one) => !ONLY_IF_NAMED.has(one) && wanted(one)),
      dwellMs: (kind) => (dwellSeconds[kind] ?? 0) * MS_A_SECOND,
      cooldownMs: (kind) => (cooldownSeconds[kind] ?? 0) * MS_A_SECOND,
      spacingMs,
    };
  };
