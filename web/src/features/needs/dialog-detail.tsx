/** A dialog that is looked at: what it asks for first, then the answers, then what helps to decide. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Confirmation } from '../../../../api/document/api-types';
import { call } from '../../app/api';
import { clean, readable } from '../../app/clean';
import { hasChoices, subjectOf, titleOf, whyAsked } from '../../app/confirmations';
import { may } from '../../app/permissions';
import { LiveTime } from '../../ui/time';
import { Diff } from '../diff/diff';
import { AnswerForm } from './answer-form';
import { diffIn, linesBefore } from './before';
import { Command } from './command';
import { dangerIn, isDangerous } from './danger';

interface DialogDetailProps {
  readonly asked: Confirmation;
  /** They ask for the very same. */
  readonly others: readonly Confirmation[];
}

export function DialogDetail({ asked, others }: DialogDetailProps): VNode {
  const before = useLinesBefore(asked);
  return (
    <>
      <div class="need-asked">
        <Request asked={asked} before={before} />
        {others.length > 0 && <Others all={[asked, ...others]} />}
        <AnswerForm asked={asked} others={others} />
        {/* Why an answer of the policy that was tried came to nothing. */}
        {asked.resolution && <p class="need-held">{asked.resolution}</p>}
        {!hasChoices(asked) && (asked.command || asked.path) && (
          <details class="need-whole">
            <summary>The dialog as it stands in {asked.session}</summary>
            <pre class="need-body" tabIndex={0} role="region" aria-label={`What ${asked.session} shows`}>
              {readable(asked.dialog.body || subjectOf(asked))}
            </pre>
          </details>
        )}
      </div>
      <dl class="need-facts">
        <Fact name="Held because">
          <Why asked={asked} />
        </Fact>
        {before.length > 0 && (
          <Fact name="Before it asked">
            <pre
              class="need-before"
              tabIndex={0}
              role="region"
              aria-label={`What ${asked.session} showed before`}
            >
              {before.map(readable).join('\n')}
            </pre>
          </Fact>
        )}
        <Fact name="Told">
          <Delivery asked={asked} />
        </Fact>
      </dl>
    </>
  );
}

/** What it asks for: the command, the change of a file, or its own words. */
function Request({ asked, before }: { asked: Confirmation; before: readonly string[] }): VNode {
  const { session, command, path, kind } = asked;
  if (kind === 'permission' && command)
    return (
      <Command
        text={command}
        danger={dangerIn(command, asked)}
        label={`Command that ${session} wants to run`}
      />
    );
  const rows = clean(asked.dialog.body).text.split('\n');
  const lines =
    kind === 'permission' && path ? [rows, before].map(diffIn).find((diff) => diff.length > 0) : undefined;
  if (lines)
    return (
      <>
        <p class="need-path mono">{readable(path ?? '')}</p>
        <Diff class="need-diff" lines={lines} label={`Change that ${session} wants to make`} />
      </>
    );
  return (
    <>
      <p class="need-asks">{readable(titleOf(asked))}</p>
      <pre class="need-body" tabIndex={0} role="region" aria-label={`What ${session} shows`}>
        {readable(asked.dialog.body || subjectOf(asked))}
      </pre>
    </>
  );
}

const Others = ({ all }: { all: readonly Confirmation[] }): VNode => (
  <p class="need-others">
    Your answer goes to all {all.length}: {all.map(({ session }) => session).join(', ')}.
  </p>
);

export const Fact = ({ name, children }: { name: string; children: ComponentChildren }): VNode => (
  <div class="need-fact">
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function Why({ asked }: { asked: Confirmation }): VNode {
  const { evidence, command, kind, tool } = asked;
  const isMarked = command !== null && dangerIn(command, asked).length > 0;
  const makeRule = (): void =>
    void import('../rules/rules-dialog').then(({ openRuleFrom }) => openRuleFrom(asked));
  return (
    <span class="need-why" data-tone={isDangerous(asked) ? 'bad' : undefined}>
      {whyAsked(asked)}.
      {evidence && evidence !== command && !isMarked && (
        <>
          {' '}
          It is about <code>{readable(evidence)}</code>.
        </>
      )}
      {kind === 'permission' && tool && may('rules:write') && (
        <>
          {' '}
          <button type="button" class="link-button" onClick={makeRule}>
            Always answer this…
          </button>
        </>
      )}
    </span>
  );
}

/** Whether anybody was told, as it is. */
function Delivery({ asked }: { asked: Confirmation }): VNode {
  const { notified_at: notified, escalated_at: escalated, notification } = asked;
  if (notification && notification !== 'sent')
    return (
      <span class="need-marks" data-tone="bad">
        nobody notified: {notification}
      </span>
    );
  const at = escalated ?? notified;
  if (!at) return <span class="need-marks">nobody yet, but for this page</span>;
  return (
    <span class="need-marks" data-tone={escalated ? 'bad' : undefined}>
      {escalated ? 'escalated' : 'notified'} <LiveTime kind="ago" at={at} />
    </span>
  );
}

/** Read once: while it is asked, what stands above stays. */
function useLinesBefore({ session, dialog }: Confirmation): readonly string[] {
  const lines = useSignal<readonly string[]>([]);
  const { body } = dialog;
  useEffect(() => {
    let isOpen = true;
    call('GET /api/sessions/:name/screen', { params: { name: session } }).then(
      ({ screen }) => isOpen && (lines.value = linesBefore(clean(screen).text, clean(body).text)),
      // It is a help only.
      () => undefined,
    );
    return () => void (isOpen = false);
  }, [session, body, lines]);
  return lines.value;
}
