/** The service worker of this browser: notifications with the page closed, and the page for a server that is away. */
import { at, rootPath } from '../../app/root';

/** Browsers offer it on HTTPS and localhost only. */
export const isOffered = (): boolean => window.isSecureContext && 'serviceWorker' in navigator;

/** The same one however often it is asked for; its script is looked for anew with each. */
export const registerWorker = (): Promise<ServiceWorkerRegistration> =>
  navigator.serviceWorker.register(at('/service-worker.js'), { scope: rootPath(), updateViaCache: 'none' });

export const workerOfNow = async (): Promise<ServiceWorkerRegistration | undefined> =>
  isOffered() ? navigator.serviceWorker.getRegistration(rootPath()) : undefined;
