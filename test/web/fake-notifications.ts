/** Browsers with notifications, and quiet hours, as the fake server has them. */
import type { ResponseOf } from '../../api/document/client-types';

type Own = ResponseOf<'GET /api/me/notifications'>;

export const OWN_NOTIFICATIONS: Own = {
  public_key: 'BCVxsr7N',
  quiet_hours: {
    zone: 'Europe/Berlin',
    spans: [
      { days: [1, 2, 3, 4, 5], from: '22:00', to: '07:00' },
      { days: [6, 7], from: '00:00', to: '00:00' },
    ],
    passes: ['health'],
  },
  quiet_until: '2026-11-28T06:00:00.000Z',
  browsers: [
    {
      ...{ id: 1, browser: 'Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/142.0.0.0 Mobile Safari/537.36' },
      ...{ service: 'fcm.googleapis.com', mark: 'aa', subscribed_at: '2026-11-20T09:00:00.000Z', waiting: 2 },
      last: { status: 'sent', reason: null, at: '2026-11-27T20:00:00.000Z' },
    },
    {
      ...{ id: 2, browser: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' },
      ...{ service: 'updates.push.services.mozilla.com', mark: 'bb', waiting: 0 },
      subscribed_at: '2026-11-21T09:00:00.000Z',
      last: {
        ...{ status: 'failed', at: '2026-11-26T20:00:00.000Z' },
        reason: 'the push service of the browser answered with status 400',
      },
    },
  ],
};
