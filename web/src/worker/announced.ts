/** What was announced on this browser a moment ago, by an open page or by a message: the other of the two is no news. */
import { placeOf, worker } from './scope';

const FRESH_MS = 300_000;

type Times = Readonly<Record<string, number>>;

/** One after the other: two at a time would each find nothing. */
let last: Promise<unknown> = Promise.resolve();

/** Whether there is something new among them; from now on they are known. */
export function takeNews(tags: readonly string[]): Promise<boolean> {
  const taken = last.then(() => compare(tags));
  last = taken.catch(() => undefined);
  return taken;
}

async function compare(tags: readonly string[]): Promise<boolean> {
  const cache = await caches.open(`architect-announced ${worker.registration.scope}`);
  const key = placeOf('/announced');
  const before = ((await (await cache.match(key))?.json()) ?? {}) as Times;
  const now = Date.now();
  const fresh = Object.entries(before).filter(([, at]) => now - at < FRESH_MS && at <= now);
  const known = new Set(fresh.map(([tag]) => tag));
  const news = tags.filter((tag) => !known.has(tag));
  const times = Object.fromEntries([...fresh, ...news.map((tag) => [tag, now] as const)]);
  await cache.put(key, new Response(JSON.stringify(times)));
  return news.length > 0;
}
