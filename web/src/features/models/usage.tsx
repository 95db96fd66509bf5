/** What was spent, by day: requests of the dashboard's own, and the agents' turns. */
import type { VNode } from 'preact';
import { money, tokens } from '../../ui/amounts';
import { usage } from './load';

interface Line {
  readonly key: string;
  readonly day: string;
  readonly who: string;
  readonly model: string | null;
  readonly account: string | null;
  readonly count: number;
  readonly failed: number | null;
  readonly input: number;
  readonly output: number;
  readonly unknownTokens: number;
  readonly cost: number;
  readonly unknownCost: number;
}

export function Usage(): VNode {
  const shown = usage.value;
  const lines = linesOf(shown);
  return (
    <section class="panel" aria-labelledby="usage-title">
      <div class="panel-head">
        <h2 id="usage-title">Spent in the last 30 days</h2>
      </div>
      <div class="model-table" tabIndex={0} role="region" aria-label="Table of what was spent">
        <table id="usage" aria-labelledby="usage-title" hidden={lines.length === 0}>
          <thead>
            <tr>
              {['Day', 'Who', 'Model', 'Account', 'Times', 'Failed', 'Tokens in', 'Tokens out', 'Cost'].map(
                (title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <UsageRow key={line.key} line={line} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="panel-message" hidden={rowsLeft(shown) === 0}>
        {`${rowsLeft(shown)} older rows are not shown: architect models usage has them.`}
      </p>
      <div class="empty" hidden={shown === null || lines.length > 0}>
        <p>No model was asked, and no agent told what its turns took.</p>
      </div>
    </section>
  );
}

const rowsLeft = (shown: typeof usage.value): number =>
  shown === null ? 0 : shown.rows.items + shown.rows.turns - shown.items.length - shown.turns.length;

const UsageRow = ({ line }: { line: Line }): VNode => (
  <tr>
    <td>{line.day}</td>
    <td>{line.who}</td>
    <td>{line.model ?? 'not known'}</td>
    <td>{line.account ?? 'not known'}</td>
    <td>{line.count}</td>
    <td>{line.failed ?? '–'}</td>
    <td>{known(line.input, line.unknownTokens, line.count, tokens)}</td>
    <td>{known(line.output, line.unknownTokens, line.count, tokens)}</td>
    <td>{known(line.cost, line.unknownCost, line.count, money)}</td>
  </tr>
);

/** What isn't known is not 0. */
function known(sum: number, unknown: number, count: number, show: (value: number) => string): string {
  if (unknown === 0) return show(sum);
  return unknown === count ? 'not known' : `${show(sum)} and ${unknown} not known`;
}

function linesOf(shown: typeof usage.value): Line[] {
  if (!shown) return [];
  const requests = shown.items.map((item) => ({
    ...{
      day: item.day,
      who: `${item.caller.replaceAll('_', ' ')}, over ${item.provider}`,
      model: item.model,
    },
    ...{ account: item.account, count: item.calls, failed: item.failed, input: item.input_tokens },
    ...{ output: item.output_tokens, unknownTokens: item.unknown_tokens },
    ...{ cost: item.cost_usd, unknownCost: item.unknown_cost },
  }));
  const turns = shown.turns.map((item) => ({
    ...{ day: item.day, who: `turns of ${item.provider ?? 'an agent'}`, model: item.model },
    ...{ account: item.account, count: item.turns, failed: null, input: item.input_tokens },
    ...{ output: item.output_tokens, unknownTokens: item.unknown_tokens },
    ...{ cost: item.cost_usd, unknownCost: item.unknown_cost },
  }));
  return [...requests, ...turns]
    .map((line) => ({ ...line, key: [line.day, line.who, line.model, line.account].join() }))
    .sort((a, b) => b.day.localeCompare(a.day));
}
