/**
 * Where what a person should know of is found. All of it is read every second, so each begins with the index of the rows
 * that matter: CROSS JOIN keeps the order of tables, and a plus keeps the order of ids from being the way to find rows.
 */

/** More are told of by their number in the list of alerts. */
const MOST = 500;

export const OUTAGES = `
  SELECT * FROM outages WHERE ended_at IS NULL AND cause IS NOT NULL ORDER BY +id LIMIT ${MOST}`;

export const DIALOGS = `
  SELECT id, session_name, agent, kind, created_at, escalate_due_at FROM confirmations
  WHERE status = 'pending' AND notify_due_at IS NOT NULL ORDER BY id LIMIT ${MOST}`;

export const GATES = `
  SELECT p.id AS plan_id, p.name AS plan, t.key, g.attempt_id, g.position, coalesce(g.started_at, a.started_at) AS at
  FROM plan_gates g CROSS JOIN plan_attempts a ON a.id = g.attempt_id CROSS JOIN plan_tasks t ON t.id = a.task_id
    CROSS JOIN plans p ON p.id = a.plan_id
  WHERE g.status = 'waiting' AND a.state <> 'ended' AND p.status IN ('running', 'paused')
  ORDER BY g.attempt_id LIMIT ${MOST}`;

export const TASKS = `
  SELECT p.id AS plan_id, p.name AS plan, t.key, coalesce(max(a.id), 0) AS attempt_id,
    coalesce(max(a.ended_at), max(a.settled_at), max(a.started_at), p.started_at, p.created_at) AS at
  FROM plan_tasks t CROSS JOIN plans p ON p.id = t.plan_id LEFT JOIN plan_attempts a ON a.task_id = t.id
  WHERE t.status = 'needs_person' AND p.status IN ('running', 'paused') GROUP BY t.id ORDER BY t.id LIMIT ${MOST}`;

export const LOST_PROMPTS = `
  SELECT prompt_id AS id, min(created_at) AS at, session_name AS session FROM lost_and_found
  WHERE resolved_at IS NULL GROUP BY prompt_id ORDER BY prompt_id LIMIT ${MOST}`;

/** A plan tries its own again by itself, and says when it needs somebody. */
export const FAILED_PROMPTS = `
  SELECT id, completed_at AS at, assigned_session AS session FROM prompts
  WHERE completed_at >= ? AND +status = 'failed' AND +stage = 'failed'
    AND NOT EXISTS (SELECT 1 FROM plan_prompts WHERE prompt_id = prompts.id) ORDER BY +id LIMIT ${MOST}`;
