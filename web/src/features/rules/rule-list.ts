/** The rules as the dialog has them: read whole, since a new installation has many, and searched on the page. */
import { computed, signal } from '@preact/signals';
import type { Rule } from '../../../../api/document/api-types';
import { call, messageOf } from '../../app/api';

const PAGE = 500;

export class RuleList {
  readonly rules = signal<readonly Rule[]>([]);
  readonly problem = signal('');
  readonly search = signal('');
  readonly ownOnly = signal(false);
  readonly shown = computed(() => {
    const wanted = this.search.value.trim().toLowerCase();
    return this.rules.value.filter(
      (rule) => (!this.ownOnly.value || !rule.builtin) && wordsOf(rule).includes(wanted),
    );
  });

  async read(): Promise<void> {
    try {
      this.rules.value = await readAll();
      this.problem.value = '';
    } catch (error) {
      this.problem.value = messageOf(error);
    }
  }

  /** Does something to a rule, then reads all anew. */
  async change(ask: () => Promise<unknown>): Promise<void> {
    try {
      await ask();
    } catch (error) {
      this.problem.value = messageOf(error);
      // A box that was ticked shows again what is true.
      this.rules.value = this.rules.value.map((rule) => ({ ...rule }));
      return;
    }
    await this.read();
  }

  showAll(): void {
    this.search.value = '';
    this.ownOnly.value = false;
  }
}

const wordsOf = ({ id, agent, tool, pattern, verdict, note }: Rule): string =>
  `${id} ${agent} ${tool} ${pattern} ${verdict} ${note}`.toLowerCase();

async function readAll(): Promise<Rule[]> {
  const rules: Rule[] = [];
  for (;;) {
    const query = { limit: PAGE, offset: rules.length };
    const { items, total } = await call('GET /api/confirm/rules', { query });
    rules.push(...items);
    if (!items.length || rules.length >= total) return rules.sort((a, b) => a.position - b.position);
  }
}
