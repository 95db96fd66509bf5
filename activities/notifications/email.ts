/** Sends alerts by mail. What the mail server has not been given is sent again; what it may have is not. */
import { Readable } from 'node:stream';
import type { AlertConfig } from '../../config/alert-settings';
import type { Channel, ChannelMessage, SendOutcome } from './channel';
import type { NotSent } from './post';
import { textOf } from './text';

export interface EmailOptions {
  readonly settings: AlertConfig['email'];
  readonly hasPassword: () => boolean;
  /** @throws VaultError */
  readonly password: () => string | undefined;
}

const MOST_LINES = 50;

interface MailError {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly message?: string;
}

export const email = ({ settings, hasPassword, password }: EmailOptions): Channel => ({
  knowsRepeats: false,
  missing() {
    const { host, from, to, user } = settings;
    const missing = [
      ...(host === undefined ? ['SMTP_HOST'] : []),
      ...(from === undefined ? ['EMAIL_FROM'] : []),
      ...(to.length === 0 ? ['EMAIL_TO'] : []),
      ...(user !== undefined && !hasPassword() ? ['SMTP_PASSWORD (or the secret of that name)'] : []),
    ];
    return missing.length === 0 ? null : missing.join(', ');
  },
  async send(message, signal) {
    const text = await composed(settings, message);
    return submit(settings, { text, password: password(), signal });
  },
});

/** The whole mail, as it goes over the wire. */
async function composed({ from, to }: AlertConfig['email'], message: ChannelMessage): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { title, lines, url } = textOf(message, MOST_LINES);
  return new MailComposer({
    ...{ from: from ?? '', to: [...to], subject: `[Architect] ${title}` },
    text: [...lines, '', url, ''].join('\n'),
    messageId: `<${message.key}@architect>`,
  })
    .compile()
    .build();
}

interface Submission {
  readonly text: Buffer;
  readonly password: string | undefined;
  readonly signal: AbortSignal;
}

async function submit(
  settings: AlertConfig['email'],
  { text, password, signal }: Submission,
): Promise<SendOutcome> {
  const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection');
  const { host, port, security, user, from, to } = settings;
  const connection = new SMTPConnection({
    ...{ host: host ?? '', port, secure: security === 'tls' },
    ...{ requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
  });
  // The text is read when the server has agreed to take it: from then on it may have it.
  let isBegun = false;
  const mail = Readable.from(
    (function* () {
      isBegun = true;
      yield text;
    })(),
  );
  try {
    const rejected = await new Promise<number>((resolve, reject) => {
      const end = (error: Error): void => reject(error);
      const broken = (code: string): void => end(Object.assign(new Error(code), { code }));
      signal.addEventListener('abort', () => broken('ETIMEDOUT'), { once: true });
      connection.on('error', end);
      connection.on('end', () => broken('ECONNECTION'));
      const send = (): void =>
        connection.send({ from: from ?? '', to: [...to] }, mail, (error, info) =>
          error ? end(error) : resolve(info.rejected.length),
        );
      connection.connect((error) => {
        if (error) return end(error);
        if (user === undefined) return send();
        connection.login({ user, pass: password ?? '' }, (refused) => (refused ? end(refused) : send()));
      });
    });
    return rejected === 0
      ? { outcome: 'sent' }
      : { outcome: 'sent', note: `the mail server refused ${rejected} of ${to.length} addresses` };
  } catch (error) {
    return outcomeOf(error as MailError, isBegun);
  } finally {
    connection.removeAllListeners();
    connection.on('error', () => undefined);
    connection.close();
  }
}

/** Its words are not told: they name addresses. */
function outcomeOf({ code, command, responseCode, message }: MailError, isBegun: boolean): NotSent {
  if (responseCode !== undefined && responseCode >= 400) {
    const hint = code === 'EAUTH' ? '; check SMTP_USER and SMTP_PASSWORD' : '';
    const reason = `the mail server answered with ${responseCode} to ${command?.split(' ').slice(0, 2).join(' ')}${hint}`;
    return responseCode < 500
      ? { outcome: 'later', reason, retryAfterMs: null }
      : { outcome: 'refused', reason };
  }
  if (code === 'EAUTH') return { outcome: 'refused', reason: 'the mail server takes no login of that kind' };
  const how =
    code === 'ETIMEDOUT'
      ? 'gave no answer in time'
      : `can't be used (${/\bE[A-Z]{4,}\b/.exec(message ?? '')?.[0] ?? code})`;
  if (isBegun) return { outcome: 'unknown', reason: `the mail server ${how}` };
  return { outcome: 'later', reason: `the mail server ${how}`, retryAfterMs: null };
}
