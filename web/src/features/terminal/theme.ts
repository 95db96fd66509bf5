/** Colours of terminals, light and dark as the page is. */
import type { ITheme } from '@xterm/xterm';

const DARK: ITheme = {
  ...{ background: '#0e1216', foreground: '#e3e8ed', cursor: '#e3e8ed', cursorAccent: '#0e1216' },
  ...{ selectionBackground: '#2a66c8', selectionForeground: '#ffffff' },
  ...{ black: '#2a323b', red: '#ff8f85', green: '#62d07c', yellow: '#e8b550' },
  ...{ blue: '#82b4ff', magenta: '#d9a3ff', cyan: '#5ccfdc', white: '#c9d1d9' },
  ...{ brightBlack: '#9aa6b2', brightRed: '#ffb3ac', brightGreen: '#8fe3a3', brightYellow: '#f5d08a' },
  ...{ brightBlue: '#a9ccff', brightMagenta: '#e8c6ff', brightCyan: '#93e4ed', brightWhite: '#ffffff' },
};
const LIGHT: ITheme = {
  ...{ background: '#ffffff', foreground: '#1b2128', cursor: '#1b2128', cursorAccent: '#ffffff' },
  ...{ selectionBackground: '#1f5fbf', selectionForeground: '#ffffff' },
  ...{ black: '#1b2128', red: '#b3261e', green: '#17692f', yellow: '#855300' },
  ...{ blue: '#1a5bb8', magenta: '#8a2fb5', cyan: '#0b6b77', white: '#57616c' },
  ...{ brightBlack: '#57616c', brightRed: '#c9372e', brightGreen: '#1e7d3a', brightYellow: '#8f5b00' },
  ...{ brightBlue: '#2a6fd0', brightMagenta: '#9d43c8', brightCyan: '#127985', brightWhite: '#3a434d' },
};

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Calls at once, and whenever the page turns light or dark. */
export type FollowTheme = (paint: (theme: ITheme) => void) => void;

export const followTheme: FollowTheme = (paint) => {
  const tell = (): void => paint(dark.matches ? DARK : LIGHT);
  dark.addEventListener('change', tell);
  tell();
};
