/**
 * Shown in the place of any page while the server can't be reached: tries again until it can, and loads that page. It
 * uses nothing that other pages have: only what is its own is kept.
 */

const EVERY_MS = 5_000;
const TIMEOUT_MS = 4_000;
const OWN = '/offline.html';

let tries = 0;
let isTrying = false;

function say(text: string): void {
  const line = document.querySelector('#offline-state');
  if (line) line.textContent = text;
}

async function attempt(): Promise<void> {
  if (isTrying) return;
  isTrying = true;
  try {
    // It needs no login; whatever it says, the server is there.
    const { status } = await fetch('./health', {
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (![502, 504].includes(status)) {
      if (location.pathname.endsWith(OWN)) location.replace('./');
      else location.reload();
      return;
    }
  } catch {
    // Not yet.
  } finally {
    isTrying = false;
  }
  tries += 1;
  const times = tries === 1 ? 'once' : `${tries} times`;
  say(`Tried ${times}; it is tried again every few seconds.`);
}

document.querySelector('#offline-try')?.addEventListener('click', () => void attempt());
window.addEventListener('online', () => void attempt());
setInterval(() => void attempt(), EVERY_MS);
