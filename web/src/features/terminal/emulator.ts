/** The terminal emulator, set up for a page that may only watch. */
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import type { SentSnapshot } from '../../../../workflows/contracts/terminal-door';
import { guardTerminal } from './guard';
import { openLink } from './link';
import { allowStyles } from './styled-document';
import type { FollowTheme } from './theme';
import { widthsOfTmux } from './widths';

const SCROLLBACK_ROWS = 5_000;
const FONT_PX = 14;
/** Smaller can't be read: then it is scrolled sideways. */
const SMALLEST_FONT_PX = 6;
const HALF = 2;

export interface Keyboard {
  isWriter(): boolean;
  keys(data: string): void;
  paste(text: string): void;
  /** True: the key is the page's. */
  own(event: KeyboardEvent): boolean;
}

export type Emulator = ReturnType<typeof createEmulator>;

/** @param followTheme other parts of pages have it too: it is loaded once */
export function createEmulator(place: HTMLElement, keyboard: Keyboard, followTheme: FollowTheme) {
  allowStyles();
  const terminal = new Terminal({
    allowProposedApi: true,
    scrollback: SCROLLBACK_ROWS,
    fontSize: FONT_PX,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    minimumContrastRatio: 4.5,
    disableStdin: true,
    linkHandler: { activate: (_, text) => void openLink(text), allowNonHttpProtocols: false },
  });
  const fit = new FitAddon();
  const search = new SearchAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  terminal.loadAddon(new WebLinksAddon((_, text) => void openLink(text)));
  guardTerminal(terminal, keyboard.isWriter);
  terminal.open(place);
  followTheme((theme) => (terminal.options.theme = theme));
  terminal.attachCustomKeyEventHandler((event) => !keyboard.own(event));
  terminal.onData((data) => {
    if (keyboard.isWriter()) keyboard.keys(data);
  });
  // tmux brackets it, where the program asked for that.
  place.addEventListener(
    'paste',
    (event) => {
      event.preventDefault();
      event.stopPropagation();
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text !== '' && keyboard.isWriter()) keyboard.paste(text);
    },
    { capture: true },
  );

  /** The window's columns fill the width; more rows than there is room for are below. */
  function fitFont(): void {
    terminal.options.fontSize = FONT_PX;
    const room = fit.proposeDimensions();
    if (!room || Number.isNaN(room.cols) || room.cols >= terminal.cols) return;
    const size = Math.floor(((FONT_PX * room.cols) / terminal.cols) * HALF) / HALF;
    terminal.options.fontSize = Math.max(SMALLEST_FONT_PX, size);
  }
  new ResizeObserver(() => fitFont()).observe(place.parentElement ?? place);

  return {
    terminal,
    search,
    fitFont,
    /** So much would fit with letters of the usual size. */
    room(): { cols: number; rows: number } | undefined {
      const before = terminal.options.fontSize ?? FONT_PX;
      terminal.options.fontSize = FONT_PX;
      const room = fit.proposeDimensions();
      terminal.options.fontSize = before;
      return room;
    },
    draw(snapshot: SentSnapshot, done: () => void): void {
      const { cols, rows, joinsSkinTones } = snapshot;
      const version = `tmux ${joinsSkinTones ? 'joins' : 'apart'}`;
      if (!terminal.unicode.versions.includes(version))
        terminal.unicode.register(widthsOfTmux(version, joinsSkinTones));
      terminal.unicode.activeVersion = version;
      if (cols !== terminal.cols || rows !== terminal.rows) {
        terminal.resize(cols, rows);
        fitFont();
      }
      if (snapshot.isGap) terminal.write(gapLine(terminal.rows));
      terminal.write(snapshot.data, done);
    },
  };
}

/** What was on the screen goes into the history, with a line that says that something is missing after it. */
const gapLine = (rows: number): string =>
  `\x1b[!p\x1b[?1049l\x1b[r\x1b[0m\x1b[999;1H\r\n\x1b[2m[some output is not shown]\x1b[0m${'\r\n'.repeat(rows)}`;
