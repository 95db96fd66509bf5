/** The text of a row with its colours, as pieces to be drawn. Which sequence means what says the library. */
import Anser from 'anser';
import type { ITheme } from '@xterm/xterm';

export interface Run {
  readonly text: string;
  /** CSS colours; null: that of the tile. */
  readonly colour: string | null;
  readonly ground: string | null;
  /** Classes. */
  readonly looks: string;
}

type Rgb = readonly [red: number, green: number, blue: number];

const SEQUENCE = '\x1b[';
const LOOKS: Readonly<Record<string, string>> = {
  ...{ bold: 'is-bold', dim: 'is-dim', italic: 'is-italic', underline: 'is-underlined' },
  ...{ strikethrough: 'is-struck', hidden: 'is-hidden' },
};
/** Of 256 colours those from 16 on are a cube of six steps a side, and then grey. */
const CUBE = [0, 95, 135, 175, 215, 255] as const;
const [FIRST_OF_CUBE, FIRST_GREY] = [16, 232];
const LEAST_CONTRAST = 4.5;
const MIX_STEPS = 10;
const MOST_KEPT = 4_000;

export function runsOf(row: string, theme: ITheme): Run[] {
  const reader = new Anser();
  return row.split(SEQUENCE).flatMap((chunk, index) => {
    // The one before the first sequence is text as it is.
    const read = index === 0 ? null : reader.processChunkJson(chunk, { use_classes: true }, true);
    const text = read ? read.content : chunk;
    if (text === '') return [];
    return [{ text, ...(read ? lookOf(read, theme) : { colour: null, ground: null, looks: '' }) }];
  });
}

function lookOf(read: Anser.AnserJsonEntry, theme: ITheme): Omit<Run, 'text'> {
  // The library goes on changing its list.
  const decorations: readonly string[] = [...read.decorations];
  const own = colourOf(read.fg, read.fg_truecolor, theme);
  const beneath = colourOf(read.bg, read.bg_truecolor, theme);
  const isReversed = decorations.includes('reverse');
  const colour = isReversed ? (beneath ?? theme.background ?? null) : own;
  const ground = isReversed ? (own ?? theme.foreground ?? null) : beneath;
  const looks = decorations.flatMap((name) => LOOKS[name] ?? []).join(' ');
  if (colour === null && ground === null) return { colour, ground, looks };
  const readable = legible(colour ?? theme.foreground ?? '', ground ?? theme.background ?? '');
  return { colour: readable, ground, looks };
}

function colourOf(name: string | null, exact: string | null, theme: ITheme): string | null {
  if (name === null) return null;
  if (name === 'ansi-truecolor') return exact === null ? null : `rgb(${exact})`;
  const number = /^ansi-palette-(\d+)$/.exec(name)?.[1];
  if (number !== undefined) return cubeColour(Number(number));
  const key = name.replace('ansi-', '').replace(/-(\w)/, (_, letter: string) => letter.toUpperCase());
  const colour = theme[key as keyof ITheme];
  return typeof colour === 'string' ? colour : null;
}

function cubeColour(number: number): string {
  const grey = 8 + (number - FIRST_GREY) * 10;
  if (number >= FIRST_GREY) return `rgb(${grey}, ${grey}, ${grey})`;
  const at = number - FIRST_OF_CUBE;
  const step = (index: number): number => CUBE[index % CUBE.length] ?? 0;
  return `rgb(${step(Math.floor(at / 36))}, ${step(Math.floor(at / 6))}, ${step(at)})`;
}

const kept = new Map<string, string>();

/** The colour, or as much more or less of it as it takes to be read there. */
function legible(colour: string, ground: string): string {
  const key = `${colour} ${ground}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size > MOST_KEPT) kept.clear();
  const below = rgbOf(ground);
  const goal: Rgb = luminance(below) > 0.18 ? [0, 0, 0] : [255, 255, 255];
  const from = rgbOf(colour);
  let found = from;
  for (let step = 0; step <= MIX_STEPS && contrast(found, below) < LEAST_CONTRAST; step += 1)
    found = mixed(from, goal, step / MIX_STEPS);
  const readable = `rgb(${found.map(Math.round).join(', ')})`;
  kept.set(key, readable);
  return readable;
}

const mixed = (from: Rgb, to: Rgb, share: number): Rgb => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
];

function rgbOf(colour: string): Rgb {
  const numbers = colour.startsWith('#')
    ? (colour.slice(1).match(/../g) ?? []).map((digits) => parseInt(digits, 16))
    : (colour.match(/\d+/g) ?? []).map(Number);
  const [red = 0, green = 0, blue = 0] = numbers;
  return [red, green, blue];
}

/** As WCAG has it. */
function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
