/** What changed in the working directory while the prompt was at work there: files with their lines. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { readable } from '../../app/clean';
import { isSettled, stageLook } from '../../app/labels';
import { Badge } from '../../ui/badge';
import { withLocalTimes } from '../../ui/duration';
import { counted, firstLine } from '../../ui/text';
import { LineCounts } from '../diff/counts';
import { Diff } from '../diff/diff';
import { diffLines } from '../diff/lines';
import { changes, type Attempt, type Prompt } from './state';

type ChangedFile = NonNullable<Attempt['files']>[number];

/** Of more files than this, the others are shown on wish; the same for the lines of one. */
const FIRST_FILES = 20;
const FIRST_LINES = 400;
const WORDS: Readonly<Record<ChangedFile['change'], string>> = {
  added: 'New',
  modified: 'Changed',
  deleted: 'Deleted',
  renamed: 'Renamed',
  type: 'Other type',
};

export function Changes({ prompt }: { prompt: Prompt }): VNode | null {
  const { attempts } = changes.value ?? {};
  const wasTaken = prompt.history?.some(({ stage }) => stage === 'taken') ?? false;
  if (!attempts || !wasTaken) return null;
  return (
    <section class="receipt-section" data-text="changes">
      <h3>What changed in the directory</h3>
      {attempts.some(({ files }) => files?.length) && (
        <p>
          <a href={`./review.html?prompt=${prompt.id}`} data-review>
            Review these changes
          </a>{' '}
          <span class="muted">line by line, with comments for the agent</span>
        </p>
      )}
      {attempts.length === 0 && (
        <p class="muted">
          {isSettled(prompt)
            ? 'It was not recorded: it was done before this was kept, or that is switched off on its machine.'
            : 'It is known once the turn has ended.'}
        </p>
      )}
      {attempts.map((attempt) => (
        <OneAttempt key={attempt.began_at} attempt={attempt} isOnly={attempts.length === 1} />
      ))}
    </section>
  );
}

function OneAttempt({ attempt, isOnly }: { attempt: Attempt; isOnly: boolean }): VNode {
  const { session, directory, top, note, files, open, others } = attempt;
  return (
    <div class="attempt">
      {!isOnly && <h4>Attempt in {session}</h4>}
      <p class="attempt-place muted">
        {files && <Sum attempt={attempt} />} <span class="mono">{readable(top ?? directory)}</span>
      </p>
      {open && <p class="muted">It is known once the turn has ended.</p>}
      {note && <p class={files ? 'muted' : 'notice'}>{withLocalTimes(readable(`${note}.`))}</p>}
      <Others others={others} />
      {files && <Files attempt={attempt} files={files} />}
    </div>
  );
}

function Sum({
  attempt: { files, total, head_before: before, head_after: after },
}: {
  attempt: Attempt;
}): VNode {
  const sum = (of: 'added' | 'removed'): number =>
    files?.reduce((all, file) => all + (file[of] ?? 0), 0) ?? 0;
  const moved = before !== after && after !== null;
  return (
    <>
      <strong class="attempt-sum">{total === 0 ? 'Nothing changed' : counted(total, 'file')}</strong>{' '}
      {total > 0 && <LineCounts added={sum('added')} removed={sum('removed')} />}
      {moved && (
        <span title={`The commit that is checked out was ${before ?? 'none'}`}> at {after.slice(0, 10)}</span>
      )}{' '}
      in
    </>
  );
}

/** Nobody can tell whose doing a change is: it is said who was there too. */
function Others({ others }: Pick<Attempt, 'others'>): VNode | null {
  if (others.length === 0) return null;
  const shared = others.some(({ both }) => both === null || both.length > 0);
  return (
    <div class={shared ? 'notice notice-warn' : 'notice'}>
      <p>
        {others.length === 1 ? 'Another prompt was' : 'Other prompts were'} at work in this repository in that
        time. {shared ? 'What changed may be their doing.' : 'Nothing of this changed for them too.'}
      </p>
      <ul class="chain-links">
        {others.map(({ id, content, session, stage, both }) => (
          <li key={id}>
            <Badge look={stageLook(stage)} />
            <span class="other-work">
              <a href={`#/prompt/${id}`}>
                #{id} {firstLine(content)}
              </a>{' '}
              <span class="muted">in {session}</span>
              {both && both.length > 0 && <span>: both changed {both.map(readable).join(', ')}</span>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Files({
  attempt: { total, others },
  files,
}: {
  attempt: Attempt;
  files: readonly ChangedFile[];
}): VNode {
  const showsAll = useSignal(false);
  const shown = showsAll.value ? files : files.slice(0, FIRST_FILES);
  const isShared = (path: string): boolean => others.some(({ both }) => both?.includes(path));
  return (
    <div class="changed-files">
      {shown.map((file) => (
        <File key={file.path} file={file} isShared={isShared(file.path)} opens={files.length === 1} />
      ))}
      {shown.length < files.length && (
        <button type="button" class="link-button" data-reads onClick={() => (showsAll.value = true)}>
          {files.length - shown.length} more files
        </button>
      )}
      {showsAll.value && total > files.length && (
        <p class="muted">{counted(total - files.length, 'more file')} changed; the first are named.</p>
      )}
    </div>
  );
}

interface FileProps {
  readonly file: ChangedFile;
  readonly isShared: boolean;
  readonly opens: boolean;
}

/** Its lines are drawn when it is opened. */
function File({ file, isShared, opens }: FileProps): VNode {
  const isOpen = useSignal(opens);
  const { path, from, change, added, removed, diff, note } = file;
  const name = readable(path);
  return (
    <details
      class="changed-file"
      data-change={change}
      open={opens}
      onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}
    >
      <summary>
        <span class="file-change">{WORDS[change]}</span>
        <span class="file-name mono">
          {from !== null && `${readable(from)} → `}
          {name}
        </span>
        {isShared && <span class="muted">also another prompt’s</span>}
        <LineCounts added={added} removed={removed} />
      </summary>
      {isOpen.value &&
        (diff === null ? (
          <p class="file-note muted">{sentenceOf(note)}</p>
        ) : (
          <Text diff={diff} name={name} />
        ))}
    </details>
  );
}

const sentenceOf = (note: string | null): string =>
  note === null ? '' : withLocalTimes(`${note.charAt(0).toUpperCase()}${note.slice(1)}.`);

function Text({ diff, name }: { diff: string; name: string }): VNode {
  const showsAll = useSignal(false);
  const lines = diffLines(diff);
  const shown = showsAll.value ? lines : lines.slice(0, FIRST_LINES);
  return (
    <>
      <Diff lines={shown} label={`Change of ${name}`} />
      {shown.length < lines.length && (
        <button type="button" class="link-button" data-reads onClick={() => (showsAll.value = true)}>
          {counted(lines.length - shown.length, 'more line')}
        </button>
      )}
    </>
  );
}
