/** Reads recordings, and switches them on and off. */
import type { z } from 'zod';
import type { NotRecorded } from '../../workflows/contracts/recording';
import { notFound } from '../http/errors';
import { routes } from '../http/route';
import { recordingOperations } from './operations';
import type { recording } from './responses';
import { frameView, markView, reasonView, timeOf } from './views';

const LATER_MS = 60_000;

export const recordingRoutes = routes(recordingOperations)((services) => {
  const { store, sessions } = services;
  const { recordings } = store;
  type Session = NonNullable<ReturnType<typeof recordings.session>>;
  /** @throws HttpError 404 */
  const sessionOf = (name: string): Session => {
    const found = recordings.session(name);
    if (!found) throw notFound(`session '${name}'`);
    return found;
  };

  function whyNot({ present, recorded, owner, is_away: isAway }: Session): NotRecorded | undefined {
    if (!recordings.isOn) return 'off';
    if (recorded === 0) return 'off_here';
    if (present === 0) return 'ended';
    if (owner !== null) return 'guest';
    return isAway === 1 ? 'away' : recordings.obstacle();
  }

  async function view(session: Session): Promise<z.output<typeof recording>> {
    const { ranges, activity, bytes } = await recordings.index(session.uid);
    const reason = whyNot(session);
    return {
      ...{ session: session.name, recorded: reason === undefined, reason: reasonView(reason) },
      enabled: session.recorded === null ? null : session.recorded === 1,
      has_colours: session.is_joined === 0,
      ...{ hours: recordings.hours, bytes, now: timeOf(Date.now()) },
      ranges: ranges.map(({ fromMs, toMs }) => ({ from: timeOf(fromMs), to: timeOf(toMs) })),
      activity: activity.map(({ atMs, frames }) => ({ at: timeOf(atMs), frames })),
      marks: recordings.marks(session.uid).map(markView),
    };
  }

  return {
    get: ({ params }) => view(sessionOf(params.name)),

    async frames({ params, query: { from, to, limit } }) {
      const { uid } = sessionOf(params.name);
      const toMs = to === undefined ? Date.now() + LATER_MS : Date.parse(to);
      const page = await recordings.frames(uid, { fromMs: Date.parse(from), toMs, limit });
      return { frames: page.frames.map(frameView), next: page.nextMs === null ? null : timeOf(page.nextMs) };
    },

    async change({ params, body: { enabled }, actor }) {
      const { name } = await sessions.named(params.name);
      recordings.setRecorded(name, enabled);
      store.audit.note({ actor, action: 'update', entity: 'recording', id: name, after: { enabled } });
      return view(sessionOf(name));
    },

    async remove({ params, actor }) {
      const { name } = await sessions.named(params.name);
      const { uid } = sessionOf(name);
      store.audit.note({ actor, action: 'delete', entity: 'recording', id: name });
      await recordings.remove(uid);
      return undefined;
    },
  };
});
