/** What a file is, by its bytes: its name may say anything. */

const SIGNATURES: readonly (readonly [ending: string, at: number, signature: Buffer])[] = [
  ['png', 0, Buffer.from('89504e470d0a1a0a', 'hex')],
  ['jpg', 0, Buffer.from('ffd8ff', 'hex')],
  ['gif', 0, Buffer.from('GIF8')],
  ['webp', 8, Buffer.from('WEBP')],
  ['pdf', 0, Buffer.from('%PDF-')],
];
const TEXT_ENDING = /\.([a-z][a-z0-9]{0,9})$/i;
const PICTURES = new Set(SIGNATURES.map(([ending]) => ending)).add('jpeg');

/** The ending for its name; undefined: of a kind that isn't taken. */
export function endingOf(content: Buffer, name: string): string | undefined {
  const found = SIGNATURES.find(([, at, signature]) =>
    content.subarray(at, at + signature.length).equals(signature),
  );
  if (found) return found[0];
  if (!isText(content)) return undefined;
  const ending = TEXT_ENDING.exec(name)?.[1]?.toLowerCase() ?? 'txt';
  return PICTURES.has(ending) ? 'txt' : ending;
}

function isText(content: Buffer): boolean {
  if (content.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}
