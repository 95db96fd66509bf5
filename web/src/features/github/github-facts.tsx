/** What is known of a project's GitHub. */
import type { VNode } from 'preact';
import { safeUrl } from '../../ui/dom';
import { Fact } from '../../ui/fact';
import { FixedTime } from '../../ui/time';
import { addressOf } from '../work-items/url-state';
import type { Github } from './github';

interface Props {
  readonly github: Github;
  /** A link leads to another dialog. */
  readonly onLeave: () => void;
}

export function GithubFacts({ github, onLeave }: Props): VNode {
  const { repository, import: last, links, pull_requests: pulls, pull_requests_due: due } = github;
  const feature = (id: number) => (
    <a href={addressOf({ kind: 'features', open: id })} onClick={onLeave}>
      {`feature #${id}`}
    </a>
  );
  return (
    <dl class="github-list">
      <Fact name="Repository">{repository ?? 'not known yet: the first import finds it'}</Fact>
      <Fact name="Last import">
        <LastImport last={last} />
      </Fact>
      <Fact name="Issues">{`${links.total.toLocaleString()} known here`}</Fact>
      {pulls.length > 0 && (
        <Fact name="Pull requests">
          <ul>
            {pulls.map((pull) => (
              <li key={pull.number}>
                <PullLink {...pull} />
                {' of '}
                {feature(pull.feature_id)}
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {due.length > 0 && (
        <Fact name="Due">
          <ul>
            {due.map(({ feature_id: id, error }) => (
              <li key={id}>
                {feature(id)}
                {`: ${error ?? 'it is being made'}`}
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </dl>
  );
}

function PullLink({ url, number, head }: Pick<Github['pull_requests'][number], 'url' | 'number' | 'head'>) {
  const text = `#${number} ${head}`;
  const href = safeUrl(url);
  if (!href) return text;
  return (
    <a href={href} target="_blank" rel="noopener">
      {text}
    </a>
  );
}

function LastImport({ last }: { readonly last: Github['import'] }): VNode {
  if (!last) return <>none yet</>;
  const at = last.ended_at ?? last.started_at;
  return (
    <>
      {last.state === 'failed' ? (
        <span class="github-fault">{`failed: ${last.error ?? 'no reason given'}`}</span>
      ) : last.state === 'running' ? (
        'runs'
      ) : (
        `${last.created} made, ${last.updated} changed`
      )}
      {at && (
        <>
          {', '}
          <FixedTime at={at} />
        </>
      )}
    </>
  );
}
