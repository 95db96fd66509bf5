/** What the programs in the terminal use of the machine. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { call, messageOf, type Answer } from '../../app/api';
import { name } from './model';

const EVERY_MS = 5_000;
/** Those that use most memory; the sums are of all. */
const MOST = 8;

export function Resources(): VNode {
  const used = useSignal<Answer<'GET /api/sessions/:name/resources'> | null>(null);
  const problem = useSignal('');
  useEffect(() => {
    const read = (): void => {
      if (document.hidden) return;
      call('GET /api/sessions/:name/resources', { params: { name: name.peek() } }).then(
        (answer) => {
          used.value = answer;
          problem.value = '';
        },
        (error: unknown) => (problem.value = messageOf(error)),
      );
    };
    read();
    const timer = setInterval(read, EVERY_MS);
    return () => clearInterval(timer);
  }, [used, problem]);
  const all = used.value;
  return (
    <section class="panel" aria-labelledby="resources-title">
      <div class="panel-head">
        <h2 id="resources-title">Processes</h2>
        {all && (
          <span class="muted" id="resources-sum">
            {cpu(all.cpu_percent)} CPU · {memory(all.memory_mib)}
          </span>
        )}
      </div>
      {problem.value && <p class="panel-message">{problem}</p>}
      {all && !problem.value && (
        <table class="resources">
          <thead>
            <tr>
              <th scope="col">Program</th>
              <th scope="col">PID</th>
              <th scope="col">CPU</th>
              <th scope="col">Memory</th>
            </tr>
          </thead>
          <tbody>
            {all.processes.slice(0, MOST).map(({ pid, name: program, cpu_percent, memory_mib }) => (
              <tr key={pid}>
                <th scope="row" class="mono">
                  {program}
                </th>
                <td>{pid}</td>
                <td>{cpu(cpu_percent)}</td>
                <td>{memory(memory_mib)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {all && all.processes.length > MOST && (
        <p class="panel-message">and {all.processes.length - MOST} more</p>
      )}
    </section>
  );
}

const cpu = (percent: number): string => `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
const memory = (mib: number): string =>
  mib >= 1024 ? `${(mib / 1024).toFixed(1)} GiB` : `${Math.round(mib)} MiB`;
