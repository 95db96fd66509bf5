/** Rows as the API gives them, for the fake server. */
import type { PromptStatus, Provider, SessionState, Stage } from '../../workflows/contracts/glossary';

export interface Step {
  id: number;
  at: string;
  stage: Stage;
  session: string | null;
  reason: string;
  evidence: string | null;
}

export interface FakePrompt {
  id: number;
  content: string;
  source: string;
  priority: number;
  rank: number;
  position: { position: number; of: number } | null;
  status: PromptStatus;
  stage: Stage;
  reason: string;
  warning: string | null;
  assigned_session: string | null;
  target_session: string | null;
  target_provider: Provider | null;
  specialty: string | null;
  created_at: string;
  assigned_at: string | null;
  completed_at: string | null;
  response: string | null;
  error: string | null;
  metadata: Record<string, unknown> | null;
  retry_count: number;
  max_retries: number;
  timeout_minutes: number;
  archived: boolean;
  result: 'completed' | 'question' | 'background' | 'interrupted' | 'failed' | 'limited' | null;
  question: string | null;
  usage: Record<string, string | number | null> | null;
  template: string | null;
  after: number[];
  on: 'success' | 'end' | null;
  not_before: string | null;
  workflow_id: string;
  temporal_url: string;
  origin?: object | null;
  awaits?: object[];
  history: Step[];
}

export function fakePrompt(id: number, fields: Partial<FakePrompt> = {}): FakePrompt {
  const created = fields.created_at ?? new Date().toISOString();
  return {
    id,
    content: `Prompt number ${id}`,
    source: 'api',
    priority: 0,
    rank: id,
    position: null,
    status: 'pending',
    stage: 'queued',
    reason: 'waiting for a free session',
    warning: null,
    assigned_session: null,
    target_session: null,
    target_provider: null,
    specialty: null,
    created_at: created,
    assigned_at: null,
    completed_at: null,
    response: null,
    error: null,
    metadata: null,
    retry_count: 0,
    max_retries: 3,
    timeout_minutes: 30,
    archived: false,
    result: null,
    question: null,
    template: null,
    after: [],
    on: null,
    not_before: null,
    usage: null,
    workflow_id: `prompt-${id}`,
    temporal_url: `http://localhost:8233/namespaces/default/workflows/prompt-${id}`,
    history: [
      {
        id: id * 1000,
        at: created,
        stage: 'queued',
        session: null,
        reason: 'waiting for a free session',
        evidence: null,
      },
    ],
    ...fields,
  };
}

export type FakeSession = ReturnType<typeof fakeSession>;

export function fakeSession(name: string, status: SessionState = 'waiting_input', fields: object = {}) {
  return {
    name,
    status,
    reason: 'the input box is empty and nothing runs',
    rule: 'claude.ready',
    evidence: '│ > │',
    provider: 'claude',
    specialty: 'coding',
    is_claude: true,
    working_dir: '/home/me/app',
    host: 'box',
    pane_id: '%3',
    registered: true,
    attached: 0,
    current_task_id: null as number | null,
    last_activity: new Date().toISOString(),
    updated_at: new Date().toISOString(),
    limited_until: null as string | null,
    auto_confirm: 'safe',
    auto_confirm_until: null as string | null,
    confirmation_id: null as number | null,
    owner: null as string | null,
    evidence_source: 'screen',
    disagreement: null as string | null,
    success_rate: 0.95,
    avg_completion_time: 32,
    total_tasks_completed: 19,
    total_tasks_failed: 1,
    ...fields,
  };
}

export const fakeSystem = {
  version: '3.0.0',
  host: 'box',
  user: 'me',
  temporal_ui: 'http://localhost:8233',
  namespace: 'default',
  engine: 'embedded',
  engine_state: 'up',
  default_password: false,
};

const setting = (name: string, value: string | null, source: string, secret = false) => ({
  ...{ name, value, source, secret },
  help: `what ${name} is for`,
});
export const fakeSettings = [
  setting('PORT', '9000', 'environment'),
  setting('HOST', null, 'default'),
  setting('ARCHITECT_PASSWORD', null, 'environment', true),
];

export interface FakeTask {
  id: number;
  type: string;
  title: string;
  status: string;
  reason: string | null;
  exit_code: number | null;
  signal: string | null;
  [field: string]: unknown;
}

export function fakeTask(id: number, fields: Partial<FakeTask> = {}): FakeTask {
  return {
    id,
    type: 'shell',
    title: `make number ${id}`,
    status: 'pending',
    reason: 'waiting for a free slot',
    priority: 0,
    project_id: null,
    working_dir: '/home/me/app',
    timeout_seconds: 3600,
    max_retries: 0,
    retry_count: 0,
    exit_code: null,
    signal: null,
    created_at: new Date().toISOString(),
    started_at: null,
    completed_at: null,
    ...fields,
  };
}

/** What today took, as the event stream tells it: since the midnight of this machine. */
export function fakeToday(): object {
  return {
    since: new Date(new Date().setHours(0, 0, 0, 0)).toISOString(),
    ...{ p50_seconds: 252, p95_seconds: 1_090, utilisation: 0.62, spends: 31, tokens: 1_240_000 },
    ...{ unknown_tokens: 2, cost_usd: 3.4, unknown_cost: 2 },
  };
}
