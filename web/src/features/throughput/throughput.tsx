/** What was done, how long it took, how busy the sessions were and what it cost: charts, and the same as a table. */
import type { VNode } from 'preact';
import { costOf, money, NOT_KNOWN, percent, seconds, tokens, tokensOf, toldWords } from '../../ui/amounts';
import { PanelMessage } from '../../ui/panel-message';

import { ChartPanel } from './chart-panel';
import { CHARTS } from './charts';
import { chooseRange, fault, type Figures, figures, range, RANGES, type Range } from './load';
import { FiguresTable } from './table';

export function Throughput(): VNode {
  const shown = figures.value;
  const isEmpty = shown !== null && hasNothing(shown);
  return (
    <>
      <section class="panel" aria-labelledby="whole-title">
        <div class="panel-head">
          <h2 id="whole-title">The last {RANGES[range.value].replace('1 ', '')}</h2>
          <div class="panel-actions" role="group" aria-label="Time shown">
            {(Object.keys(RANGES) as Range[]).map((each) => (
              <button
                key={each}
                type="button"
                class="button button-small button-choice"
                data-range={each}
                aria-pressed={range.value === each}
                onClick={() => chooseRange(each)}
              >
                {RANGES[each]}
              </button>
            ))}
          </div>
        </div>
        <PanelMessage text={fault.value} tone="bad" />
        <Whole shown={shown} />
      </section>
      {isEmpty && <Empty />}
      <div class="charts" hidden={isEmpty}>
        {CHARTS.map((chart) => (
          <ChartPanel key={chart.id} chart={chart} />
        ))}
      </div>
      {shown && !isEmpty && <FiguresTable pieces={shown.pieces} range={range.value} />}
    </>
  );
}

const hasNothing = ({ whole, pieces }: Figures): boolean =>
  whole.spends === 0 &&
  pieces.every(
    ({ completed, failed, cancelled, indeterminate }) => !(completed + failed + cancelled + indeterminate),
  );

const Empty = (): VNode => (
  <section class="panel empty" id="throughput-empty">
    <p>
      <strong>No prompt has ended in this time.</strong>
    </p>
    <p>
      As soon as one does, this page shows how many were done and how many failed, how long they took, how
      busy the sessions were, and the tokens and the cost where the agents tell them.
    </p>
    <p>
      <a href="./">Queue a prompt</a>
    </p>
  </section>
);

function Whole({ shown }: { shown: Figures | null }): VNode {
  const whole = shown?.whole;
  const fact = (name: string, value: string): VNode => {
    const [figure, unknown] = value.split(' and ');
    return (
      <div>
        <dt>{name}</dt>
        <dd>
          {whole ? figure : '–'}
          {unknown && <small>and {unknown}</small>}
        </dd>
      </div>
    );
  };
  const { p50_seconds: half, p95_seconds: most, utilisation } = whole ?? {};
  return (
    <dl class="figures" id="throughput-whole">
      {fact('Completed', tokens(whole?.completed ?? 0))}
      {fact('Failed', tokens(whole?.failed ?? 0))}
      {fact('Half finished within', half == null ? 'none' : seconds(half))}
      {fact('95 % within', most == null ? 'none' : seconds(most))}
      {fact('Sessions at work', utilisation == null ? NOT_KNOWN : percent(utilisation))}
      {fact('Tokens', whole ? toldWords(tokensOf(whole), tokens) : '')}
      {fact('Cost', whole ? toldWords(costOf(whole), money) : '')}
    </dl>
  );
}
