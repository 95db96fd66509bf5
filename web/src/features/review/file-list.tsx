/** The files that differ, each with its lines counted; those of a session can be chosen. */
import type { VNode } from 'preact';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { readable } from '../../app/clean';
import { useWindow } from '../../ui/windowed';
import { LineCounts } from '../diff/counts';
import { countIn } from './comments';
import { choose, chosen, files, open, openPath, sessionName, type ShownFile } from './model';

/** As in css/tokens.css. */
const rowHeight = (): number => (matchMedia('(pointer: coarse)').matches ? 44 : 38) + 1;
const LETTERS: Readonly<Record<ShownFile['change'], readonly [letter: string, word: string]>> = {
  added: ['A', 'New'],
  modified: ['M', 'Changed'],
  deleted: ['D', 'Deleted'],
  renamed: ['R', 'Renamed'],
  type: ['T', 'Other type'],
};
const STAGED = { staged: 'staged', both: 'partly staged', untracked: 'untracked', unstaged: '' } as const;

const addressOf = (path: string): string => {
  const query = new URLSearchParams(location.search);
  query.set('file', path);
  return `?${query.toString()}`;
};

export function FileList(): VNode {
  const box = useRef<HTMLDivElement>(null);
  const all = files.value ?? NONE;
  const keyOf = useCallback((index: number) => all[index]?.path ?? index, [all]);
  const { rows, before, after, measure, reveal } = useWindow({
    ...{ count: all.length, rowHeight: rowHeight(), keyOf, box, onEnd: nothing },
  });
  const path = openPath.value;
  useEffect(() => {
    const index = all.findIndex((file) => file.path === path);
    if (index >= 0) reveal(index, 'auto');
    // oxlint-disable-next-line react/exhaustive-deps -- a list that was read again stays where it is
  }, [path]);
  return (
    <div class="review-files-box" ref={box}>
      <div aria-hidden="true" style={{ height: `${before}px` }} />
      <ul class="review-files" id="review-files" data-list aria-label="Files">
        {rows.map(({ index }) => {
          const file = all[index];
          return file && <FileRow key={file.path} file={file} index={index} measure={measure} />;
        })}
      </ul>
      <div aria-hidden="true" style={{ height: `${after}px` }} />
    </div>
  );
}
const NONE: readonly ShownFile[] = [];
const nothing = (): void => undefined;

interface RowProps {
  readonly file: ShownFile;
  readonly index: number;
  readonly measure: (row: HTMLElement | null) => void;
}

function FileRow({ file, index, measure }: RowProps): VNode {
  const { path, change, staging, added, removed, held } = file;
  const [letter, word] = LETTERS[change];
  const end = path.lastIndexOf('/') + 1;
  const comments = countIn(path);
  const isOpen = openPath.value === path;
  return (
    <li
      class="review-file"
      data-row
      data-path={path}
      data-index={index}
      data-change={change}
      data-open={isOpen || undefined}
      ref={measure}
    >
      {sessionName !== '' && (
        <input
          type="checkbox"
          checked={chosen.value.has(path)}
          disabled={held !== null}
          title={held ?? undefined}
          aria-label={`Choose ${readable(path)}`}
          onChange={({ currentTarget }) => choose([path], currentTarget.checked)}
        />
      )}
      <a
        data-opens
        href={addressOf(path)}
        aria-current={isOpen ? 'true' : undefined}
        title={readable(path)}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          open(path);
        }}
      >
        <span class="review-letter" data-change={change} title={word} aria-hidden="true">
          {letter}
        </span>
        <span class="visually-hidden">{word} </span>
        <span class="review-name mono">
          <span class="review-dir">{readable(path.slice(0, end))}</span>
          <span class="review-base">{readable(path.slice(end))}</span>
        </span>
        {staging !== null && STAGED[staging] !== '' && (
          <span class="muted review-staged">{STAGED[staging]}</span>
        )}
        {comments > 0 && (
          <span class="review-said" aria-label={`${comments} of your comments`}>
            {comments}
          </span>
        )}
        <LineCounts added={added} removed={removed} />
      </a>
    </li>
  );
}
