import type { ComponentChildren, VNode } from 'preact';

/** One line of a list of facts: `<dl><Fact name="Priority">5</Fact></dl>`. */
export const Fact = ({ name, children }: { name: string; children: ComponentChildren }): VNode => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
