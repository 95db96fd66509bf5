/**
 * Where what needs a person is found. It is read after each change, so each begins with the index of the rows that
 * matter: CROSS JOIN keeps the order of tables, and a plus keeps the order of ids from being the way to find rows.
 */

/** More of a kind than anybody reads; the others come when some of these are done. */
export const MOST = 500;
/** So many characters of a text tell what it is. */
const EXCERPT = 200;

export const OUTAGES = `
  SELECT id, component, started_at AS at, status, cause, reason, remedy FROM outages
  WHERE ended_at IS NULL AND cause IS NOT NULL ORDER BY +id LIMIT ${MOST}`;

export const DIALOGS = `
  SELECT id, session_name AS session, agent, kind, prompt_id, created_at AS at, decided_by, due_at,
    verdict, mode, rule_reason, held, notify_due_at, escalate_due_at,
    substr(coalesce(call ->> '$.commands[0]', call ->> '$.path', questions ->> '$[0].question', title), 1, ${EXCERPT})
      AS subject
  FROM confirmations WHERE status = 'pending' ORDER BY id LIMIT ${MOST}`;

/** Nobody answered in time, and it is there still. */
export const LEFT_DIALOGS = `
  SELECT s.name AS session, c.id, c.kind, c.prompt_id, coalesce(c.ended_at, c.created_at) AS at
  FROM confirmations c CROSS JOIN sessions s ON s.name = c.session_name
  WHERE c.standing = 1 AND +c.status = 'expired' AND s.status = 'needs_confirmation' AND s.owner IS NULL
    AND NOT EXISTS (SELECT 1 FROM confirmations n WHERE n.session_name = s.name AND n.id > c.id)
  ORDER BY c.session_name LIMIT ${MOST}`;

export const GATES = `
  SELECT p.id AS plan_id, p.name AS plan, t.key, g.attempt_id, a.number, g.position, g.asked, a.prompt_id,
    coalesce(g.started_at, a.started_at) AS at, substr(g.gate ->> '$.note', 1, ${EXCERPT}) AS subject
  FROM plan_gates g CROSS JOIN plan_attempts a ON a.id = g.attempt_id CROSS JOIN plan_tasks t ON t.id = a.task_id
    CROSS JOIN plans p ON p.id = a.plan_id
  WHERE g.status = 'waiting' AND a.state <> 'ended' AND p.status IN ('running', 'paused')
  ORDER BY g.attempt_id LIMIT ${MOST}`;

export const TASKS = `
  SELECT p.id AS plan_id, p.name AS plan, t.key, substr(t.reason, 1, ${EXCERPT}) AS subject,
    coalesce(max(a.id), 0) AS attempt_id, coalesce(max(a.number), 0) AS number,
    coalesce(max(a.ended_at), max(a.settled_at), max(a.started_at), p.started_at, p.created_at) AS at
  FROM plan_tasks t CROSS JOIN plans p ON p.id = t.plan_id LEFT JOIN plan_attempts a ON a.task_id = t.id
  WHERE t.status = 'needs_person' AND p.status IN ('running', 'paused') GROUP BY t.id ORDER BY t.id LIMIT ${MOST}`;

export const DRAFTS = `
  SELECT id AS plan_id, name AS plan, created_at AS at FROM plans WHERE status = 'draft'
  ORDER BY id LIMIT ${MOST}`;

export const LOST_PROMPTS = `
  SELECT l.prompt_id AS id, min(l.created_at) AS at, l.session_name AS session, max(l.reason) AS reason,
    (SELECT substr(content, 1, ${EXCERPT}) FROM prompts WHERE id = l.prompt_id) AS subject
  FROM lost_and_found l WHERE l.resolved_at IS NULL GROUP BY l.prompt_id ORDER BY l.prompt_id LIMIT ${MOST}`;

const PROMPT = `id, completed_at AS at, assigned_session AS session, substr(content, 1, ${EXCERPT}) AS subject`;
const OF_NO_PLAN = 'NOT EXISTS (SELECT 1 FROM plan_prompts WHERE prompt_id = prompts.id)';

/** A plan tries its own again by itself, and says when it needs somebody. */
export const FAILED_PROMPTS = `
  SELECT ${PROMPT}, coalesce(reason, error) AS reason FROM prompts
  WHERE completed_at >= ? AND stage = 'failed' AND +archived = 0 AND ${OF_NO_PLAN}
  ORDER BY completed_at DESC LIMIT ${MOST}`;

/** Until somebody sends something to that session: they have answered, or know better. */
export const ASKING_BACK = `
  SELECT id, completed_at AS at, assigned_session AS session, substr(question, 1, ${EXCERPT}) AS subject FROM prompts
  WHERE completed_at >= ? AND result = 'question' AND +archived = 0 AND ${OF_NO_PLAN}
    AND NOT EXISTS (SELECT 1 FROM prompts later WHERE later.target_session = prompts.assigned_session
      AND later.id > prompts.id AND later.created_at >= prompts.completed_at AND later.stage <> 'cancelled')
  ORDER BY completed_at DESC LIMIT ${MOST}`;

export const BLOCKED_PROMPTS = `
  SELECT id, coalesce((SELECT max(created_at) FROM assignment_history h WHERE h.prompt_id = prompts.id
      AND h.action = 'blocked'), created_at) AS at, target_session AS session, reason,
    substr(content, 1, ${EXCERPT}) AS subject
  FROM prompts WHERE stage = 'blocked' AND +archived = 0 ORDER BY +id LIMIT ${MOST}`;

export const EXITED = `
  SELECT name AS session, reason, provider, working_dir, present,
    (SELECT count(*) FROM (SELECT 1 FROM prompts WHERE target_session = s.name AND stage = 'queued' LIMIT 1000))
      AS waiting,
    (SELECT created_at FROM prompts WHERE target_session = s.name AND stage = 'queued' ORDER BY id LIMIT 1) AS at
  FROM sessions s WHERE status = 'exited' AND owner IS NULL
    AND EXISTS (SELECT 1 FROM prompts WHERE target_session = s.name AND stage = 'queued')
  ORDER BY name LIMIT ${MOST}`;

export const LIMITED = `
  SELECT name AS session, provider, account, limited_until AS until, last_activity AS at FROM sessions
  WHERE status = 'limited' AND present = 1 AND owner IS NULL AND (limited_until IS NULL OR limited_until > ?)
  ORDER BY name LIMIT ${MOST}`;

export const HOSTS = `
  SELECT name AS host, state_at AS at FROM hosts WHERE state = 'lost' ORDER BY name LIMIT ${MOST}`;
