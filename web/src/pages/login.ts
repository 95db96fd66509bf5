/** Says in full sentences why a login was asked for or refused. Without scripts the form works all the same. */
import { keptName } from '../app/kept-name';
import { find } from '../ui/dom';

const MESSAGES: ReadonlyMap<string, string> = new Map([
  [
    'failed',
    'The username or the password is wrong. Check both and try again. They are what ARCHITECT_USER and ARCHITECT_PASSWORD say where the dashboard was started.',
  ],
  ['limited', 'There were too many attempts. Wait a few minutes, then try again.'],
  [
    'default_password',
    'The default password works only on the machine the dashboard runs on. Set ARCHITECT_PASSWORD there, start the dashboard again, then log in with the new password.',
  ],
  [
    'sign_in_refused',
    'You were signed in, but have no way in here: the name belongs to another user, the account is closed, or you are in no group that may come in. Ask an admin of the dashboard; its log has the reason.',
  ],
  ['sign_in_failed', 'The sign-in did not work. Try again; the log of the dashboard has the reason.'],
  [
    'expired',
    'You were logged out, because the login was not used for a while or the server has started anew. Log in again; text you had written is kept.',
  ],
]);

// As app/permissions.ts keeps it: somebody else may log in.
localStorage.removeItem(keptName('architect.me'));
// As features/push/subscription.ts keeps it: the new login takes over what the former had.
localStorage.removeItem(keptName('architect.push.taken'));

/** A link to the monitor: what stands behind the # is exchanged here, and is nowhere from then on. */
const LINK = /^#(archm_[\w-]+)$/;
const link = takeLink();
// One that is put into the address of this page loads it no second time.
window.addEventListener('hashchange', takeLink);

const others = find('#oidc', HTMLAnchorElement);
fetch('./login/methods', { headers: { Accept: 'application/json' } })
  .then((response) => response.json())
  .then(({ oidc, refused }: { readonly oidc?: boolean; readonly refused?: string | null }) => {
    others.hidden = oidc !== true;
    // The proxy before the dashboard has signed somebody in: who that is, and why it does not do.
    if (refused) tell(`${refused} If you have a password here, log in with that.`);
  })
  .catch(() => undefined);

const query = new URLSearchParams(location.search);
const next = query.get('next') ?? (link === undefined ? '/' : '/monitor.html');
// What stands after the # is never sent to a server: a browser that is led here keeps it.
find('#next', HTMLInputElement).value = next.includes('#') ? next : next + location.hash;
const place = find('#next', HTMLInputElement).value;
if (place !== '/') others.href = `./login/oidc?${new URLSearchParams({ next: place }).toString()}`;
const code = query.get('error');
if (code)
  tell(MESSAGES.get(code) ?? 'The login did not work. Try again, or look into the log of the dashboard.');

function takeLink(): string | undefined {
  const token = LINK.exec(location.hash)?.[1];
  if (token === undefined) return undefined;
  history.replaceState(null, '', location.pathname + location.search);
  void openLink(token);
  return token;
}

async function openLink(token: string): Promise<void> {
  try {
    const response = await fetch('./login/link', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ token }),
    });
    // In the place of this page: the step back leads to no link.
    if (response.ok) {
      location.replace('./monitor.html');
      return;
    }
    const { error } = (await response.json()) as { readonly error?: { readonly message?: string } };
    tell(error?.message ?? 'The link did not work. Open it again, or log in.');
  } catch {
    tell("The server can't be reached. Check that the dashboard still runs, then open the link again.");
  }
}

function tell(text: string): void {
  const line = find('#login-error', HTMLElement);
  line.textContent = text;
  line.hidden = false;
}
