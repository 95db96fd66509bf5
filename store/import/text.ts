/** Text of the original is bytes of any kind: some tools wrote Latin-1 into it. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const latin1 = new TextDecoder('windows-1252');

export function decodeText(bytes: Buffer): { text: string; note?: string } {
  try {
    return { text: utf8.decode(bytes) };
  } catch {
    return { text: latin1.decode(bytes), note: 'was no UTF-8, read as Latin-1' };
  }
}
