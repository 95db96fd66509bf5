/** The icons of ui/icon.tsx for views that are not components yet. */
import { SHAPES } from './ui/icon';

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} shape one of SHAPES */
export function icon(shape) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  setShape(svg, shape);
  return svg;
}

export function setShape(svg, shape) {
  const path = svg.firstElementChild;
  const drawn = SHAPES[shape] ?? SHAPES.question;
  if (path.getAttribute('d') !== drawn) path.setAttribute('d', drawn);
}
