/** The page of access: one's own, and for admins users, tokens and who did what. */
import { computed } from '@preact/signals';
import { keepReading } from '../app/refresh';
import { Audit } from '../features/access/audit';
import { loadAudit } from '../features/access/audit-load';
import { loadMe, loadOwn, loadTokens, loadUsers, me } from '../features/access/load';
import { type Section, section, Sections } from '../features/access/sections';
import { Tokens } from '../features/access/tokens';
import { Users } from '../features/access/users';
import { You } from '../features/access/you';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

const PARTS = { you: You, users: Users, tokens: Tokens, audit: Audit } as const;
const READERS: Readonly<Record<Section, () => Promise<void>>> = {
  ...{ you: loadOwn, users: loadUsers, tokens: loadTokens, audit: loadAudit },
};

function Page() {
  const Part = PARTS[section.value];
  return (
    <>
      <Sections />
      <Part />
    </>
  );
}

startShell();
mount(<Page />, find('#access-page', HTMLElement));
// What else is to be read is known when it is known who looks.
const isKnown = computed(() => me.value !== null);
keepReading(() => (isKnown.value ? READERS[section.value]() : loadMe()));
