/**
 * A scan for what is left to do, asked for and waited for, and how it went in words.
 * @import { MilestoneScan } from '../../api/document/api-types'
 */
import { call } from './app/api';

const ASK_AGAIN_MS = 1500;

/** @param {number} [projectId] without it all are scanned @returns {Promise<MilestoneScan>} */
export async function runScan(projectId) {
  let answer = await call('POST /api/milestones/scan', { body: projectId ? { project_id: projectId } : {} });
  while (answer.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    answer = await call('GET /api/milestones/scan', { query: { project_id: projectId } });
  }
  return answer;
}

/** @param {MilestoneScan} answer @returns {{ text: string, tone: 'ok' | 'warn' | 'bad' }} */
export function scanWords({ state, projects }) {
  const refused = projects.flatMap(({ project_name: name, error }) =>
    error ? [`${name}: ${error.message}`] : [],
  );
  if (state !== 'completed') return { text: `The scan was ${state}.`, tone: 'bad' };
  if (refused.length) return { text: refused.join(' '), tone: 'bad' };
  if (!projects.length)
    return { text: 'No active project has a source path, so nothing was scanned.', tone: 'warn' };
  const what = projects.length === 1 ? projects[0]?.project_name : `${projects.length} projects`;
  return { text: `Scanned ${what}.`, tone: 'ok' };
}
