/** A browser whose subscriptions are to a push service of the test. */

/** In the storage of the page: the key that it has subscribed with. */
export const SUBSCRIBED_WITH = 'test.subscribed-with';

/** In the page: the push service of the browser's maker is out of reach, so the subscription is one to the test's. */
export const subscribesAt = (subscription: object): string => `{
  const kept = '${SUBSCRIBED_WITH}';
  const bytesOf = (key) =>
    Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0)).buffer;
  const subscription = ${JSON.stringify(subscription)};
  const made = () => ({
    ...subscription,
    options: { applicationServerKey: bytesOf(localStorage.getItem(kept)) },
    toJSON: () => subscription,
    unsubscribe: async () => localStorage.removeItem(kept),
  });
  PushManager.prototype.subscribe = async ({ applicationServerKey: key }) => {
    localStorage.setItem(kept, key);
    return made();
  };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem(kept) === null ? null : made());
}`;
