/** Health over time and improvements of the fake server. */
import type { Answer } from './fake-api';

export class FakeHealth {
  reasons: object[] = [];
  outages: object[] = [];
  slices: (string | null)[] = [];
  improvements: Record<string, unknown>[] = [];
  /** Bodies of approvals. */
  readonly approved: object[] = [];

  answer(call: string, body: object): Answer | undefined {
    const page = (items: object[]): Answer => ({
      body: { items, total: items.length, limit: 25, offset: 0 },
    });
    if (call === 'GET /api/health/outages') return page(this.outages);
    if (call === 'GET /api/health/uptime') {
      const now = Date.now();
      const [from, to] = [new Date(now - 3_600_000).toISOString(), new Date(now).toISOString()];
      const disk = { component: 'disk', checks: 4, healthy_percent: 75, slices: this.slices };
      return { body: { from, to, components: this.slices.length > 0 ? [disk] : [] } };
    }
    if (call === 'GET /api/improvements') return page(this.improvements);
    if (call === 'POST /api/improvements/run')
      return {
        body: {
          state: 'completed',
          found: this.improvements.length,
          fresh: 1,
          queued: 0,
          measured: 0,
          model: 'unchanged',
        },
      };
    const [, verb] = /^POST \/api\/improvements\/1\/(approve|dismiss)$/.exec(call) ?? [];
    const [one] = this.improvements;
    if (verb === undefined || one === undefined) return undefined;
    this.approved.push(body);
    const attempts = [{ prompt_id: 7, queued_by: 'ann' }];
    Object.assign(one, verb === 'approve' ? { status: 'queued', attempts } : { status: 'dismissed' });
    return { body: one };
  }
}
