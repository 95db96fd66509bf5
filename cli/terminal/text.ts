/** Text in the cells of a terminal. */
import { eastAsianWidth } from 'get-east-asian-width';
import { readable } from '../../workflows/contracts/control-characters';

const SEGMENTS = new Intl.Segmenter();

/** What a person takes for one character each. */
export const clusters = (text: string): string[] =>
  Array.from(SEGMENTS.segment(text), ({ segment }) => segment);

function widthOf(cluster: string): number {
  const code = cluster.codePointAt(0) ?? 0;
  return /^[\p{Mn}\p{Me}\p{Cf}]/u.test(cluster) ? 0 : eastAsianWidth(code);
}

/** One line of exactly `width` cells: cut, or filled with blanks. What acts on a terminal shows as a number. */
export function cells(text: string, width: number): string {
  let line = '';
  let used = 0;
  for (const cluster of clusters(readable(text).replaceAll(/\s/g, ' '))) {
    const more = widthOf(cluster);
    if (used + more > width) break;
    line += cluster;
    used += more;
  }
  return line + ' '.repeat(width - used);
}
