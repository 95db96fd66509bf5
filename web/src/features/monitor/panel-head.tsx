import type { VNode } from 'preact';

interface PanelHeadProps {
  /** Of the list below it. */
  readonly name: string;
  readonly title: string;
  readonly count: number;
}

export const PanelHead = ({ name, title, count }: PanelHeadProps): VNode => (
  <div class="panel-head">
    <h2 id={`${name}-title`}>
      {title}{' '}
      <span class="count" id={`${name}-count`}>
        {count || ''}
      </span>
    </h2>
  </div>
);
