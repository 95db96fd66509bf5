/** Links that a program printed: they say anything they like, so the address is shown before it is opened. */
import { confirmAction } from '../../ui/dialog';

/** As a browser would ask it; undefined where it is none for a browser. */
function addressOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}

export async function openLink(text: string): Promise<void> {
  const address = addressOf(text);
  if (address === undefined) return;
  const isWanted = await confirmAction({
    title: 'Open this address?',
    text: address,
    action: 'Open in a new tab',
  });
  if (!isWanted) return;
  const link = document.createElement('a');
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.click();
}
