/** The file that is shown: its name, how it is shown, and its lines. */
import type { VNode } from 'preact';
import { readable } from '../../app/clean';
import { withLocalTimes } from '../../ui/duration';
import { Problem } from '../../ui/notice';
import { sentence } from '../../ui/text';
import { CommentCard } from './comment-cards';
import { homeless, LinesBox } from './lines-box';
import { files, isWhole, lines, linesProblem, openFile, openPath, sessionName, step } from './model';
import { hasRoom, setView, view } from './view';
import { toChange } from './walk';

export function FileView(): VNode | null {
  const file = openFile.value;
  if (file === null) return null;
  const { path, from } = file;
  const known = lines.value?.path === path ? lines.value : null;
  const note = known?.note ?? file.note;
  return (
    <section class="panel review-view" aria-labelledby="review-file-name">
      <div class="panel-head">
        <h2 id="review-file-name" class="mono">
          {from !== null && `${readable(from)} → `}
          {readable(path)}
        </h2>
        <Tools />
      </div>
      <Problem class="panel-message panel-message-bad" text={linesProblem.value} />
      {homeless.value.length > 0 && (
        <div class="panel-body">
          <p class="muted">On lines that are not shown here now:</p>
          {homeless.value.map((comment) => (
            <CommentCard key={comment.id} comment={comment} />
          ))}
        </div>
      )}
      {known?.diff != null && <LinesBox key={path} />}
      {known !== null && known.diff === null && note !== null && (
        <p class="panel-body muted review-note">{withLocalTimes(sentence(readable(`${note}.`)))}</p>
      )}
      {known === null && !linesProblem.value && <p class="panel-body muted">Reading its lines…</p>}
    </section>
  );
}

function Tools(): VNode {
  const all = files.value ?? [];
  const index = all.findIndex(({ path }) => path === openPath.value);
  return (
    <div class="review-tools">
      <span class="muted review-position">
        {index + 1} of {all.length}
      </span>
      <ToolButton label="File before" shown="‹ File" hint="[" isOff={index <= 0} run={() => step(-1)} />
      <ToolButton
        label="Next file"
        shown="File ›"
        hint="]"
        isOff={index >= all.length - 1}
        run={() => step(1)}
      />
      <ToolButton label="Change before" shown="↑" hint="p" run={() => toChange(-1)} />
      <ToolButton label="Next change" shown="↓" hint="n" run={() => toChange(1)} />
      {sessionName !== '' && (
        <label class="terminal-check">
          <input
            type="checkbox"
            id="review-whole"
            checked={isWhole.value}
            onChange={({ currentTarget }) => (isWhole.value = currentTarget.checked)}
          />
          Whole file
        </label>
      )}
      {hasRoom.value && (
        <button
          type="button"
          class="button button-small"
          id="review-split"
          aria-pressed={view.value === 'split'}
          title="Key: v"
          onClick={() => setView(view.value === 'split' ? 'unified' : 'split')}
        >
          Side by side
        </button>
      )}
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  readonly shown: string;
  readonly hint: string;
  readonly isOff?: boolean;
  readonly run: () => void;
}

const ToolButton = ({ label, shown, hint, isOff = false, run }: ToolProps): VNode => (
  <button
    type="button"
    class="button button-small button-quiet"
    aria-label={label}
    title={`${label}, key: ${hint}`}
    disabled={isOff}
    onClick={run}
  >
    {shown}
  </button>
);
