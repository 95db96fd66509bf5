/** One message to a push service, encrypted for the browser (RFC 8291), and what its answer means. */
import { Agent, request } from 'node:https';
import { faultOfAddress } from '../../store/push/public-address';
import type { PushKey } from './push-key';
import { neverConnected, type NotSent, retryAfterMs } from './post';
import { NOT_PUBLIC, publicLookup } from './public-lookup';

export interface PushRequest {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
  readonly text: string;
  /** The same for repeats: the service keeps the newest of them only. 32 letters of base64url at most. */
  readonly topic: string;
  readonly urgency: 'high' | 'normal';
  readonly vapid: PushKey & { readonly subject: string };
  readonly ownHosts: readonly string[];
}

/** gone: the browser has given the subscription up. */
export type Pushed = { readonly outcome: 'sent' } | NotSent | { readonly outcome: 'gone' };

/** What a browser that is off has not got by then is no news any more. */
const TTL_SECONDS = 24 * 3_600;
const SERVICE = 'the push service of the browser';
const GONE = [404, 410];
const LATER = [408, 425, 429];
const SERVER_ERRORS = 500;

export async function sendPush(push: PushRequest, signal: AbortSignal): Promise<Pushed> {
  const fault = faultOfAddress(push.endpoint, push.ownHosts);
  if (fault !== null) return { outcome: 'refused', reason: `nothing was sent to ${SERVICE}: ${fault}` };
  const { default: webPush } = await import('web-push');
  const { endpoint, headers, body } = webPush.generateRequestDetails(push, push.text, {
    vapidDetails: push.vapid,
    ...{ TTL: TTL_SECONDS, urgency: push.urgency, topic: push.topic, contentEncoding: 'aes128gcm' },
  });
  // No other request has its connection, so that each is looked up anew.
  const agent = new Agent({ lookup: publicLookup(push.ownHosts), keepAlive: false });
  try {
    return meaningOf(await post(endpoint, { headers, body, agent, signal }));
  } catch (error) {
    return broken(error as NodeJS.ErrnoException);
  } finally {
    agent.destroy();
  }
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/** Follows no redirect: another place must not get what is in it. What the answer says beyond its head is of no use. */
const post = (
  endpoint: string,
  { body, ...options }: { headers: Record<string, string>; body: Buffer; agent: Agent; signal: AbortSignal },
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(endpoint, { ...options, method: 'POST' }, (response) => {
      response.on('error', () => undefined).destroy();
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
    });
    sent.on('error', reject).end(body);
  });

function meaningOf({ status, retryAfter }: Answer): Pushed {
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  if (GONE.includes(status)) return { outcome: 'gone' };
  const reason = `${SERVICE} answered with status ${status}`;
  if (status < SERVER_ERRORS && !LATER.includes(status)) return { outcome: 'refused', reason };
  const pauseMs = retryAfterMs(retryAfter ?? null);
  return { outcome: LATER.includes(status) ? 'later' : 'unknown', reason, retryAfterMs: pauseMs };
}

function broken({ code, name }: NodeJS.ErrnoException): Pushed {
  if (code === NOT_PUBLIC)
    return { outcome: 'refused', reason: `${SERVICE} has no public address: nothing was sent to it` };
  if (neverConnected(code))
    return { outcome: 'later', reason: `${SERVICE} can't be reached (${code})`, retryAfterMs: null };
  const how = name === 'AbortError' || name === 'TimeoutError' ? 'gave no answer in time' : 'broke off';
  return { outcome: 'unknown', reason: `${SERVICE} ${how}` };
}
