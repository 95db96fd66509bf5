/** What is in force on the server, and where each value comes from. */
import type { VNode } from 'preact';
import { parameter, setParameters } from '../../app/address';
import { Choices } from '../../ui/choices';
import { Problem } from '../../ui/notice';
import { fault, settings, type Setting } from './load';

const SHOWN = ['all', 'set'] as const;

export function InForce(): VNode {
  const q = parameter('q').toLowerCase();
  const isOwnOnly = parameter('show') === 'set';
  const all = settings.value ?? [];
  const shown = all.filter(
    (setting) =>
      (!isOwnOnly || setting.source === 'environment') &&
      `${setting.name} ${setting.help} ${setting.value ?? ''}`.toLowerCase().includes(q),
  );
  return (
    <section class="panel" aria-labelledby="in-force-title">
      <div class="panel-head">
        <h2 id="in-force-title">
          In force <span class="count">{settings.value && `${shown.length} of ${all.length}`}</span>
        </h2>
        <div class="panel-actions filters" role="search" aria-label="Filter settings">
          <input
            id="settings-q"
            type="search"
            aria-label="Search settings"
            placeholder="Search"
            value={parameter('q')}
            onInput={({ currentTarget }) => setParameters({ q: currentTarget.value })}
          />
          <Choices
            of={SHOWN}
            chosen={isOwnOnly ? 'set' : 'all'}
            choose={(choice) => setParameters({ show: choice === 'set' ? choice : '' })}
          />
        </div>
      </div>
      <p class="panel-message">
        They are environment variables of the process, read when it starts: to change one, set it where the
        dashboard is started, and start it again.
      </p>
      <Problem class="panel-message panel-message-bad" text={fault.value} />
      <ul class="settings" id="settings">
        {shown.map((setting) => (
          <Row key={setting.name} {...setting} />
        ))}
      </ul>
      {settings.value && shown.length === 0 && <p class="empty">No setting matches.</p>}
    </section>
  );
}

const Row = ({ name, help, value, source, secret }: Setting): VNode => (
  <li class="setting" data-setting={name} data-source={source}>
    <code class="setting-name">{name}</code>
    <span class="setting-value">
      {secret ? <em>set, not shown</em> : value === null ? <em>not set</em> : <code>{value}</code>}
    </span>
    <span class="setting-source muted">{source === 'environment' ? 'environment' : 'default'}</span>
    <span class="setting-help muted">{help}</span>
  </li>
);
