/** Confirmations, rules and directories of the fake server. */
export interface FakeConfirmation {
  id: number;
  session: string;
  host: string;
  agent: string;
  prompt_id: number | null;
  workflow_id: string;
  temporal_url: string | null;
  kind: string;
  status: 'pending' | 'approved' | 'denied' | 'expired';
  dialog: {
    title: string;
    body: string;
    options: { label: string; key: string | null; selected: boolean }[];
  };
  questions?:
    | {
        header: string | null;
        question: string;
        multiple: boolean;
        text: boolean;
        notes: boolean;
        options: { number: number; label: string; description: string | null }[];
      }[]
    | null;
  answer?: {
    dismissed: boolean;
    answers: { question: string | null; options: string[]; text: string | null }[];
  } | null;
  notification?: string | null;
  tool: string | null;
  command: string | null;
  path: string | null;
  source: 'hook' | 'screen';
  verdict: 'allow' | 'ask' | 'deny';
  rule: { id: string | number; reason: string } | null;
  evidence: string;
  mode: 'off' | 'safe' | 'all';
  decided_by: 'policy' | 'person' | 'terminal' | null;
  resolution: string | null;
  note: string | null;
  notified_at: string | null;
  escalated_at: string | null;
  created_at: string;
  due_at: string | null;
  decided_at: string | null;
  answered_at: string | null;
}

export interface FakeRule {
  id: number;
  position: number;
  agent: string;
  tool: string;
  kind: string;
  pattern: string;
  verdict: string;
  note: string;
  enabled: boolean;
  builtin: boolean;
  created_at: string;
  updated_at: string;
  hits: number;
  last_hit_at: string | null;
}

export class FakeConfirm {
  readonly confirmations = new Map<number, FakeConfirmation>();
  readonly rules = new Map<number, FakeRule>();
  readonly directories = new Map<number, { id: number; path: string }>();
  /** Bodies of each `POST /api/confirmations/:id` and `POST /api/confirm/test`. */
  readonly decisions: { id: number; body: Record<string, unknown> }[] = [];
  readonly trials: Record<string, unknown>[] = [];
  /** What a decision is refused with. */
  refusal: string | null = null;
  /** How long an answer is on its way, so that a test can do something meanwhile. */
  sendGate: Promise<void> = Promise.resolve();
  settings = { enabled: true, default_mode: 'safe', delay_ms: [2000, 5000], pending: 0 };

  constructor(private readonly emit: (event: string, data: unknown) => void) {}

  pending(): FakeConfirmation[] {
    return [...this.confirmations.values()].filter(({ status }) => status === 'pending');
  }

  /** An agent asks; by default for a command that no rule names. */
  ask(session: string, fields: Partial<FakeConfirmation> = {}): FakeConfirmation {
    const id = this.confirmations.size + 1;
    const command = fields.command === undefined ? 'make deploy' : fields.command;
    const asked: FakeConfirmation = {
      id,
      session,
      host: 'box',
      agent: 'claude',
      prompt_id: null,
      workflow_id: `confirmation-${id}`,
      temporal_url: null,
      kind: 'permission',
      status: 'pending',
      dialog: {
        title: 'Bash command',
        body: `${command}\nDeploy the application`,
        options: [
          { label: 'Yes', key: '1', selected: true },
          { label: 'No, and tell Claude what to do differently', key: '2', selected: false },
        ],
      },
      tool: 'Bash',
      command,
      path: null,
      source: 'hook',
      verdict: 'ask',
      rule: { id: 'no-rule', reason: 'No rule names this, so a person decides' },
      evidence: command ?? '',
      mode: 'safe',
      decided_by: null,
      resolution: null,
      note: null,
      notified_at: null,
      escalated_at: null,
      created_at: new Date().toISOString(),
      due_at: null,
      decided_at: null,
      answered_at: null,
      ...fields,
    };
    this.confirmations.set(id, asked);
    this.emit('confirmation', asked);
    return asked;
  }

  change(id: number, fields: Partial<FakeConfirmation>): FakeConfirmation {
    const asked = this.confirmations.get(id);
    if (!asked) throw new Error(`no confirmation ${id}`);
    Object.assign(asked, fields);
    this.emit('confirmation', asked);
    return asked;
  }

  addRule(fields: Partial<FakeRule> = {}): FakeRule {
    const id = Math.max(0, ...this.rules.keys()) + 1;
    const at = new Date().toISOString();
    const rule: FakeRule = {
      id,
      position: id * 10,
      agent: '*',
      tool: 'Bash',
      kind: 'command',
      pattern: 'git status *',
      verdict: 'allow',
      note: 'Only reads',
      enabled: true,
      builtin: false,
      created_at: at,
      updated_at: at,
      hits: 0,
      last_hit_at: null,
      ...fields,
    };
    this.rules.set(id, rule);
    return rule;
  }

  set(fields: Partial<FakeConfirm['settings']>): FakeConfirm['settings'] {
    this.settings = { ...this.settings, ...fields };
    this.emit('confirm', this.settings);
    return this.settings;
  }
}
